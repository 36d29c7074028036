/// The command line: turns words into settings, exceptions into exit codes, signals into a clean
/// end. May know `App`, `config` and what the store and the web throw.
@NullMarked
package dev.allwell.server.cli;

import org.jspecify.annotations.NullMarked;
