package dev.allwell.definition;

import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import java.time.Duration;
import java.util.Locale;

/// Reads when a service is checked and how outcomes become health: of one service, or of all.
final class ScheduleKeys {
  private ScheduleKeys() {}

  static Schedule schedule(Section section, Schedule fallback) {
    return new Schedule(
        section.duration(
            "interval", fallback.interval(), Schedule.SHORTEST_INTERVAL, Schedule.LONGEST_INTERVAL),
        section.duration(
            "timeout", fallback.timeout(), Schedule.SHORTEST_TIMEOUT, Schedule.LONGEST_TIMEOUT),
        section.whole("retries", fallback.retries(), 0, Schedule.MOST_RETRIES),
        section.duration(
            "retry-backoff", fallback.retryBackoff(), Duration.ZERO, Schedule.LONGEST_BACKOFF));
  }

  static Rules rules(Section section, Rules fallback) {
    return new Rules(
        section.whole("failure-threshold", fallback.failureThreshold(), 1, Rules.MOST),
        section.whole("success-threshold", fallback.successThreshold(), 1, Rules.MOST),
        section.fraction("error-rate-limit", fallback.errorRateLimit()),
        section.choice(
            "degraded-on",
            fallback.basis(),
            Rules.Basis.values(),
            basis -> basis.name().toLowerCase(Locale.ROOT)));
  }
}
