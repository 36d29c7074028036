package dev.allwell.model;

import java.time.Duration;

/// When a check runs and how hard it tries.
///
/// @param interval from one due time to the next; at least 1 s
/// @param timeout one absolute deadline for an attempt; the attempt's own is min(timeout, interval)
/// @param retries further attempts inside one check, 0 to 10
/// @param retryBackoff the first pause's ceiling; doubled each time, full jitter, at most 10 s
public record Schedule(Duration interval, Duration timeout, int retries, Duration retryBackoff) {
  public static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  public static final Duration LONGEST_INTERVAL = Duration.ofDays(30);
  public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);
  public static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(5);
  public static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);
  public static final int MOST_RETRIES = 10;
  public static final Schedule DEFAULT =
      new Schedule(Duration.ofSeconds(30), Duration.ofSeconds(5), 2, Duration.ofMillis(500));

  public Schedule {
    within("interval", interval, SHORTEST_INTERVAL, LONGEST_INTERVAL);
    within("timeout", timeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
    within("retry-backoff", retryBackoff, Duration.ZERO, LONGEST_BACKOFF);
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new IllegalArgumentException("retries: " + retries + " is not within 0 and 10");
    }
  }

  /// The same at another interval.
  public Schedule every(Duration other) {
    return new Schedule(other, timeout, retries, retryBackoff);
  }

  /// How long an attempt may take: min(timeout, interval).
  public Duration attemptLimit() {
    return timeout.compareTo(interval) < 0 ? timeout : interval;
  }

  /// After how long without a check nobody may claim to know: max(2 × interval, interval + 30 s).
  public Duration staleAfter() {
    Duration twice = interval.multipliedBy(2);
    Duration later = interval.plusSeconds(30);
    return twice.compareTo(later) > 0 ? twice : later;
  }

  private static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          key + ": " + value + " is not within " + least + " and " + most);
    }
  }
}
