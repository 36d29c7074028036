package dev.allwell.model;

import java.time.Instant;
import java.util.Optional;

/// A service as the registry holds it.
///
/// @param number small, unique, never used again; samples and stretches belong to it
/// @param updated when the statement last changed
/// @param handling what is known of it besides its statement
/// @param schedule how it is checked: as it says itself, or more often for one of its categories
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

  /// One of which no more is known.
  public Registration(long number, Service service, Instant created, Instant updated) {
    this(number, service, created, updated, Handling.NONE);
  }

  /// The same under another number.
  public Registration withNumber(long other) {
    return new Registration(other, service, created, updated, handling, schedule);
  }

  public String id() {
    return service.id();
  }

  /// Whether nobody checks it because somebody said so.
  public boolean paused() {
    return handling.paused();
  }

  /// Whether it was last stated by `/register`, and not by the API or a file.
  public boolean registered() {
    return handling.registered();
  }

  /// That its trouble is known, as it holds at a moment: what somebody said of it, or else what its
  /// definition says, by its source at the time of the statement.
  public Optional<Ack> ack(Instant now) {
    var said = handling.ack().filter(ack -> ack.holds(now));
    String stated = service.labels().ack();
    return said.isPresent() || stated.isEmpty()
        ? said
        : Optional.of(new Ack(stated, service.source().code(), updated, null));
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
