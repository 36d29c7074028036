package dev.allwell.server.web;

/// An interface over HTTP that has a room of its own; it keeps no state that it does not tell of.
@FunctionalInterface
public interface Dialect {
  /// Adds its routes; each must be in the access table.
  void mount(Routes routes);
}
