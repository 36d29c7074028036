package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.time.Duration;

/// When checks are due, given the rhythm: pure.
record Beats(Rhythm rhythm) {
  private static final Duration LONGEST_GRACE = Duration.ofMillis(100);

  /// The first beat strictly after a moment.
  long after(Registration registration, long nanos) {
    return rhythm.beatAfter(nanos, registration.id(), interval(registration));
  }

  /// The beat that follows a check that was due then: half an interval after it at the earliest,
  /// and not before its first attempt can be over, so that a check made out of turn is neither
  /// repeated nor in the way.
  long following(Registration registration, long dueNanos) {
    long attempt = registration.schedule().attemptLimit().toNanos();
    return after(registration, dueNanos + Math.max(interval(registration) / 2, attempt / 10 * 9));
  }

  /// The beat to go on with after a check that ended now: the one that was to follow, or the next
  /// that is not yet missed. An attempt whose deadline is as long as the interval ends just after
  /// the next beat, which is then late by that little instead of left out.
  long resuming(Registration registration, long nowNanos, long followingNanos) {
    long grace = Math.min(LONGEST_GRACE.toNanos(), interval(registration) / 10);
    return Math.max(followingNanos, after(registration, nowNanos - grace));
  }

  /// From one beat to the next.
  static long interval(Registration registration) {
    return registration.schedule().interval().toNanos();
  }
}
