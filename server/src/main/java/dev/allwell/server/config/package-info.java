/// What the server is told to do, as values with their defaults.
///
/// May know `model`, `history`, `definition` and `access`. Start at [Config]; how it is read from
/// files is the business of the room `yaml`, but for the uptime recorder's `.env` ([EnvValues]).
@NullMarked
package dev.allwell.server.config;

import org.jspecify.annotations.NullMarked;
