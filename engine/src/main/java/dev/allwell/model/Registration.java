package dev.allwell.model;

import java.time.Instant;

/// A service as the registry holds it.
///
/// @param number small, unique, never used again; samples and stretches belong to it
/// @param updated when the statement last changed
/// @param paused whether nobody checks it: a flag of its own, whatever the statement says
/// @param registered whether it was last stated by `/register`, and not by the API or a file
public record Registration(
    long number,
    Service service,
    Instant created,
    Instant updated,
    boolean paused,
    boolean registered) {
  /// One that is neither paused nor registered.
  public Registration(long number, Service service, Instant created, Instant updated) {
    this(number, service, created, updated, false);
  }

  /// One that is not registered.
  public Registration(
      long number, Service service, Instant created, Instant updated, boolean paused) {
    this(number, service, created, updated, paused, false);
  }

  /// The same, paused or not.
  public Registration withPaused(boolean wanted) {
    return new Registration(number, service, created, updated, wanted, registered);
  }

  /// The same under another number.
  public Registration withNumber(long other) {
    return new Registration(other, service, created, updated, paused, registered);
  }

  public String id() {
    return service.id();
  }
}
