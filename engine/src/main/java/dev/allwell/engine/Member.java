package dev.allwell.engine;

import dev.allwell.model.Ack;
import dev.allwell.model.Sample;
import dev.allwell.model.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One service as a category counts it.
///
/// @param ok whether it is healthy
/// @param severity of its trouble, 1 the worst, 3 the least; also when it is ok
/// @param output what was found, one line for a person
/// @param judged whether a check that was really made says so: not before the first check, while
///   it is paused, nor when nobody could find out
/// @param ackOrNull what was said of it and holds
public record Member(
    BoardEntry entry,
    boolean ok,
    int severity,
    String output,
    boolean judged,
    @Nullable Ack ackOrNull) {
  /// Before it is known better.
  public static final int USUAL_SEVERITY = 2;

  static final String NOT_CHECKED_YET = "not checked yet";
  static final String PAUSED = "paused";

  /// How it counts at a moment.
  static Member of(BoardEntry entry, Instant now) {
    boolean ok = entry.status() == Status.HEALTHY;
    boolean checked = entry.state().tally().latestOrNull() != null;
    return new Member(
        entry,
        ok,
        USUAL_SEVERITY,
        output(entry, ok, checked),
        checked && !entry.stale(),
        entry.registration().handling().ack().filter(ack -> ack.holds(now)).orElse(null));
  }

  private static String output(BoardEntry entry, boolean ok, boolean checked) {
    if (entry.paused()) {
      return PAUSED;
    }
    if (!checked) {
      return NOT_CHECKED_YET;
    }
    if (entry.stale()) {
      return "not checked for %d s".formatted(entry.ageNanos() / 1_000_000_000);
    }
    String detail = entry.state().detail();
    String reason =
        entry.state().tally().latest().map(Sample::reason).map(r -> r.code()).orElse("");
    if (ok) {
      return detail.isEmpty() ? "OK" : detail;
    }
    return detail.isEmpty() ? reason : reason + ": " + detail;
  }

  /// What was said of it and holds.
  public Optional<Ack> ack() {
    return Optional.ofNullable(ackOrNull);
  }
}
