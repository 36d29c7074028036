package dev.allwell.history;

import java.time.Duration;
import java.time.Instant;

/// How long a bucket of roll-ups is: an hour, or any multiple of it.
///
/// Buckets are counted in UTC from Monday, 5 January 1970, so that days begin at midnight and weeks
/// on Monday.
///
/// @param length whole hours, at most 366 days
public record Step(Duration length) {
  public static final Duration LONGEST = Duration.ofDays(366);
  public static final Step HOUR = new Step(Duration.ofHours(1));
  public static final Step DAY = new Step(Duration.ofDays(1));
  private static final long MONDAY = Instant.parse("1970-01-05T00:00:00Z").toEpochMilli();

  public Step {
    if (length.compareTo(Duration.ofHours(1)) < 0
        || length.compareTo(LONGEST) > 0
        || length.toNanos() % Duration.ofHours(1).toNanos() != 0) {
      throw new IllegalArgumentException("not whole hours, 1 h to 366 d: " + length);
    }
  }

  /// What such buckets are made of: days where whole days fit.
  public Span span() {
    return length.toHours() % 24 == 0 ? Span.DAY : Span.HOUR;
  }

  /// When the bucket begins that holds a moment.
  public long floor(long atMillis) {
    return atMillis - Math.floorMod(atMillis - MONDAY, length.toMillis());
  }

  /// The first begin of a bucket that is not before a moment.
  public long ceiling(long atMillis) {
    return floor(atMillis + length.toMillis() - 1);
  }
}
