package dev.allwell.server.config;

import dev.allwell.definition.Defaults;
import dev.allwell.model.Schedule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often services are checked that do not say it themselves, and how long an attempt may take;
/// null to leave it at what is usual where they come from.
public record Rhythm(@Nullable Duration intervalOrNull, @Nullable Duration timeoutOrNull) {
  /// As is usual.
  public static final Rhythm USUAL = new Rhythm(null, null);

  /// Defaults with what is said here in place of their own.
  public Defaults over(Defaults usual) {
    var schedule = usual.schedule();
    return usual.with(
        new Schedule(
            intervalOrNull == null ? schedule.interval() : intervalOrNull,
            timeoutOrNull == null ? schedule.timeout() : timeoutOrNull,
            schedule.retries(),
            schedule.retryBackoff()));
  }
}
