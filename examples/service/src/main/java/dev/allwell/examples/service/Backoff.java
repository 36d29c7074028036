package dev.allwell.examples.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential backoff with full jitter: before attempt `n + 2` a random time between 0 and
/// `min(most, first · 2^n)`, so that many who failed together do not come back together.
///
/// @param first the bound of the first wait
/// @param most the bound that the waits grow to
record Backoff(Duration first, Duration most) {
  static final Backoff USUAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  /// The longest wait after `failures` failures in a row, at least one.
  Duration bound(int failures) {
    // 2^40 firsts are more than any `most`; a larger shift would overflow
    long factor = 1L << Math.min(failures - 1, 40);
    return first.compareTo(most.dividedBy(factor)) >= 0 ? most : first.multipliedBy(factor);
  }

  /// A wait after `failures` failures in a row, at least one.
  Duration wait(int failures, RandomGenerator random) {
    return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
  }
}
