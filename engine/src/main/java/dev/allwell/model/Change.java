package dev.allwell.model;

/// What someone wants of the set of services; it enters at the registry, whoever says it.
public sealed interface Change {
  /// A full statement of a service that must be new.
  record Add(Service service) implements Change {}

  /// A full statement of a service: new, changed, or the same again.
  record Put(Service service) implements Change {}

  /// The service of this id and source shall be watched no more.
  record Remove(String id, Source source) implements Change {}

  /// The service of this id, whatever its source, shall not be checked until it is resumed.
  record Pause(String id) implements Change {}

  /// The service of this id shall be checked again.
  record Resume(String id) implements Change {}
}
