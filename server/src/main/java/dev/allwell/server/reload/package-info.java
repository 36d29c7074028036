/// The configuration while the server runs: files that change are read again, and what they say of
/// services enters at the registry, by difference.
///
/// May know `model`, `clock`, the engine's registry, `config` and its reading. Start at [Reloader].
@NullMarked
package dev.allwell.server.reload;

import org.jspecify.annotations.NullMarked;
