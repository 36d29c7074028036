package dev.allwell.model;

import java.time.Instant;

/// A service as the registry holds it.
///
/// @param number small, unique, never used again; samples and stretches belong to it
/// @param updated when the statement last changed
/// @param handling how people deal with it, whatever the statement says
/// @param schedule how it is checked: its own, or more often for one of its categories
public record Registration(
    long number,
    Service service,
    Instant created,
    Instant updated,
    Handling handling,
    Schedule schedule) {
  /// One that is checked as it says itself.
  public Registration(
      long number, Service service, Instant created, Instant updated, Handling handling) {
    this(number, service, created, updated, handling, service.schedule());
  }

  /// One that nobody deals with.
  public Registration(long number, Service service, Instant created, Instant updated) {
    this(number, service, created, updated, Handling.NONE);
  }

  public String id() {
    return service.id();
  }

  /// Whether nobody checks it because somebody said so.
  public boolean paused() {
    return handling.paused();
  }

  /// The same, dealt with otherwise.
  public Registration handled(Handling now) {
    return new Registration(number, service, created, updated, now, schedule);
  }

  /// The same, checked as its categories want it.
  public Registration paced(Categories categories) {
    var wanted = categories.schedule(service);
    return wanted.equals(schedule)
        ? this
        : new Registration(number, service, created, updated, handling, wanted);
  }

  /// Whether another one would be probed in the same way and at the same times.
  public boolean probedLike(Registration other) {
    return service.check().equals(other.service.check()) && schedule.equals(other.schedule);
  }
}
