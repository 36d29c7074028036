package dev.allwell.model;

import java.time.Instant;

/// A service as the registry holds it.
///
/// @param number small, unique, never used again; samples and stretches belong to it
/// @param updated when the statement last changed
/// @param paused whether nobody checks it: a flag of its own, whatever the statement says
public record Registration(
    long number, Service service, Instant created, Instant updated, boolean paused) {
  /// One that is not paused.
  public Registration(long number, Service service, Instant created, Instant updated) {
    this(number, service, created, updated, false);
  }

  public String id() {
    return service.id();
  }
}
