package dev.allwell.engine;

import dev.allwell.model.Ack;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One service as a category counts it.
///
/// @param ackOrNull what was said of it and holds
/// @param severity of its trouble, 1 the worst, 3 the least; also when it is ok
public record Member(BoardEntry entry, @Nullable Ack ackOrNull, int severity) {
  static final String NOT_CHECKED_YET = "not checked yet";

  /// How it counts at a moment.
  static Member of(BoardEntry entry, Grouping grouping, Instant now) {
    return new Member(entry, entry.registration().ack(now).orElse(null), grouping.severity(entry));
  }

  public String name() {
    return entry.registration().service().name();
  }

  /// Whether it is healthy; degraded counts as that, and unknown does not.
  public boolean ok() {
    return entry.status() == Status.HEALTHY;
  }

  /// Whether a check that was really made was judged failing: never before the first check, while
  /// it is paused, nor when nobody could find out.
  boolean convicted() {
    return entry.status() == Status.UNHEALTHY;
  }

  /// What was said of it and holds.
  public Optional<Ack> ack() {
    return Optional.ofNullable(ackOrNull);
  }

  /// What was found, one line for a person. What a service reports of itself is said in its own
  /// words alone, as the FT's aggregate did.
  public String output() {
    var latest = entry.state().tally().latest();
    if (latest.isEmpty()) {
      return NOT_CHECKED_YET + hindered();
    }
    if (entry.stale()) {
      return "not checked for %d s".formatted(entry.ageNanos() / 1_000_000_000) + hindered();
    }
    return ok() == latest.get().up() ? found(latest.get()) : found(latest.get()) + settled();
  }

  /// What of ours stands in the way of its checks.
  private String hindered() {
    return entry.ownFault().map(fault -> ": " + fault.words()).orElse("");
  }

  private String found(Sample latest) {
    String detail = entry.state().detail();
    if (latest.up()) {
      return detail.isEmpty() ? "OK" : detail;
    }
    String reason = latest.reason().code();
    if (detail.isEmpty()) {
      return reason;
    }
    return latest.reason() == Reason.REPORTED_FAILING ? detail : reason + ": " + detail;
  }

  /// The last check says one thing and the state another: the thresholds stand between them.
  private String settled() {
    return " (still %s: %d in a row do not turn it yet)"
        .formatted(entry.health().code(), Math.abs(entry.state().tally().streak()));
  }
}
