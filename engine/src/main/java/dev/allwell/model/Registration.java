package dev.allwell.model;

import java.time.Instant;

/// A service as the registry holds it.
///
/// @param number small, unique, never used again; samples and stretches belong to it
/// @param updated when the statement last changed
public record Registration(long number, Service service, Instant created, Instant updated) {
  public String id() {
    return service.id();
  }
}
