/// What the server is told to do, as values with their defaults.
///
/// May know `model`, `history` and `access`; files come in here with their own capability, but for
/// the uptime recorder's `.env` ([EnvValues]). Start at [Settings].
@NullMarked
package dev.allwell.server.config;

import org.jspecify.annotations.NullMarked;
