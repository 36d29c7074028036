package dev.allwell.engine;

import dev.allwell.model.Schedule;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The pause between two attempts: exponential with full jitter, anything up to base · 2^n, at most
/// 10 s. One thread.
record Backoff(RandomGenerator jitter) {
  /// How long to pause.
  ///
  /// @param base the first pause's ceiling
  /// @param failures before this one
  long nanos(Duration base, int failures) {
    long ceiling =
        Math.min(base.toNanos() << Math.min(failures, 20), Schedule.LONGEST_BACKOFF.toNanos());
    return ceiling <= 0 ? 0 : jitter.nextLong(ceiling + 1);
  }
}
