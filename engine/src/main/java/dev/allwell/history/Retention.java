package dev.allwell.history;

import java.time.Duration;

/// How long what is remembered. Nothing younger is deleted; what is older goes within a day.
///
/// @param raw single ticks; at least 2 h
/// @param hourly roll-ups of an hour; at least as long as single ticks
/// @param daily roll-ups of a day; at least as long as those of an hour
public record Retention(Duration raw, Duration hourly, Duration daily) {
  /// A thousand years.
  public static final Duration FOREVER = Duration.ofDays(365_250);

  public static final Duration SHORTEST = Duration.ofHours(2);
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(7), Duration.ofDays(90), FOREVER);

  /// Everything, for ever.
  public static final Retention EVERYTHING = new Retention(FOREVER, FOREVER, FOREVER);

  public Retention {
    within("raw", raw, SHORTEST);
    within("hourly", hourly, raw);
    within("daily", daily, hourly);
  }

  private static void within(String key, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(FOREVER) > 0) {
      throw new IllegalArgumentException(
          "retention." + key + ": " + value + " is not within " + least + " and " + FOREVER);
    }
  }
}
