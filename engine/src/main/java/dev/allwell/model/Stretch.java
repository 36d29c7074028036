package dev.allwell.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A stretch of uptime or downtime as it is remembered; the open one has no end.
///
/// @param number its own, ascending in time for one service
/// @param reason of the check that began it
public record Stretch(
    long number, Standing standing, Reason reason, Instant started, @Nullable Instant endedOrNull) {
  public Stretch {
    if (standing == Standing.NONE) {
      throw new IllegalArgumentException("a stretch is of uptime or of downtime");
    }
  }

  public Optional<Instant> ended() {
    return Optional.ofNullable(endedOrNull);
  }
}
