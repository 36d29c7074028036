package dev.allwell.server.config;

import dev.allwell.model.Schedule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often services are checked that do not say it themselves, and how long an attempt may take;
/// null to leave it at what is usual where they come from.
public record Rhythm(@Nullable Duration intervalOrNull, @Nullable Duration timeoutOrNull) {
  /// As is usual.
  public static final Rhythm USUAL = new Rhythm(null, null);

  /// A schedule with what is said here in place of its own.
  public Schedule over(Schedule usual) {
    return new Schedule(
        intervalOrNull == null ? usual.interval() : intervalOrNull,
        timeoutOrNull == null ? usual.timeout() : timeoutOrNull,
        usual.retries(),
        usual.retryBackoff());
  }
}
