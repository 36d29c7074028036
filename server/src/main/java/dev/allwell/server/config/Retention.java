package dev.allwell.server.config;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long history is kept, by how fine it is; null for ever.
///
/// @param rawOrNull single ticks
/// @param hourlyOrNull roll-ups of an hour
/// @param dailyOrNull roll-ups of a day
public record Retention(
    @Nullable Duration rawOrNull, @Nullable Duration hourlyOrNull, @Nullable Duration dailyOrNull) {
  public static final Retention DEFAULT =
      new Retention(Duration.ofDays(7), Duration.ofDays(90), null);

  public Optional<Duration> raw() {
    return Optional.ofNullable(rawOrNull);
  }

  public Optional<Duration> hourly() {
    return Optional.ofNullable(hourlyOrNull);
  }

  public Optional<Duration> daily() {
    return Optional.ofNullable(dailyOrNull);
  }
}
