/// What the server is told to do, as values with their defaults.
///
/// May know `model` and `access`; files come in here with their own capability. Start at
/// [Settings].
@NullMarked
package dev.allwell.server.config;

import org.jspecify.annotations.NullMarked;
