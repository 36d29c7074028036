package dev.allwell.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The judged part of a state: it follows the thresholds.
///
/// @param health what is shown
/// @param reason of the check that settled it
/// @param standing which stretch is open; our own faults leave it alone
/// @param sinceOrNull when `health` became what it is; null before the first judgement
/// @param openedOrNull when the open stretch began; null while `standing` is `NONE`
public record Verdict(
    Health health,
    Reason reason,
    Standing standing,
    @Nullable Instant sinceOrNull,
    @Nullable Instant openedOrNull) {
  public static final Verdict NONE =
      new Verdict(Health.UNKNOWN, Reason.OK, Standing.NONE, null, null);

  public Optional<Instant> since() {
    return Optional.ofNullable(sinceOrNull);
  }

  public Optional<Instant> opened() {
    return Optional.ofNullable(openedOrNull);
  }
}
