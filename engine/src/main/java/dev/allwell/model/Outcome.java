package dev.allwell.model;

import java.time.Instant;

/// What a check came to: its last attempt, how many it took, and when it ended.
///
/// @param attempts 1 or more
/// @param at wall time of the end
public record Outcome(Attempt last, int attempts, Instant at) {
  public Outcome {
    if (attempts < 1) {
      throw new IllegalArgumentException("a check takes at least one attempt: " + attempts);
    }
  }
}
