package dev.allwell.model;

import java.time.Instant;

/// One raw tick: the little of an outcome that is kept for each check.
///
/// @param atMillis wall time of the check's end, unix milliseconds
/// @param latencyMicros response time; of a failed check, the time until it failed
/// @param reason the effective one: an error rate above its limit is already `ERROR_RATE`
/// @param status HTTP status or DNS rcode; 0 for none
/// @param attempts 1 or more
public record Sample(long atMillis, long latencyMicros, Reason reason, int status, int attempts) {
  public Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  /// Whether the tick was up: healthy or degraded.
  public boolean up() {
    return reason.health().good();
  }

  /// Whether the tick counts for or against the target; our own faults do not.
  public boolean counted() {
    return reason.health() != Health.UNKNOWN;
  }
}
