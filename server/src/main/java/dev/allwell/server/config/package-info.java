/// What the server is told to do, as values with their defaults.
///
/// May know `model`, `definition` and `access`. Start at [Config]; how it is read from files is the
/// business of the room `yaml`.
@NullMarked
package dev.allwell.server.config;

import org.jspecify.annotations.NullMarked;
