package dev.allwell.model;

import java.time.Instant;

/// One raw tick: the little of an outcome that is kept for each check.
///
/// @param atMillis wall time of the check's end, unix milliseconds
/// @param latencyMicros response time; of a failed check, the time until it failed
/// @param reason the effective one: an error rate above its limit is already `ERROR_RATE`
/// @param status HTTP status or DNS rcode; 0 for none
/// @param attempts 1 or more
/// @param goodForMillis for how long after its end the check may be taken for the truth, as its
///   schedule said then ([Schedule#staleAfter])
public record Sample(
    long atMillis,
    long latencyMicros,
    Reason reason,
    int status,
    int attempts,
    long goodForMillis) {
  /// How long a tick of the usual schedule is good for.
  public static final long USUALLY_GOOD_FOR_MILLIS = Schedule.DEFAULT.staleAfter().toMillis();

  /// One of the usual schedule.
  public Sample(long atMillis, long latencyMicros, Reason reason, int status, int attempts) {
    this(atMillis, latencyMicros, reason, status, attempts, USUALLY_GOOD_FOR_MILLIS);
  }

  /// What stands where a service was paused: no check, and it counts neither for nor against the
  /// target, but it ends what the tick before it said.
  public static Sample paused(Instant at) {
    return new Sample(at.toEpochMilli(), 0, Reason.PAUSED, 0, 1);
  }

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
