/// Starters for real programs: what a test starts it can read, signal, wait for with a deadline,
/// and leaves nothing of behind.
///
/// May know the JDK alone. Start reading at `Command`.
@NullMarked
package dev.allwell.testkit.process;

import org.jspecify.annotations.NullMarked;
