package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.history.Retention;
import java.time.Duration;
import java.util.List;

/// Reads how long history is kept: `storage.retention`.
final class RetentionKeys {
  private static final String FOREVER = "forever";
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Shape SHAPE =
      new Shape.Either(
          List.of(new Shape.Choice(List.of(FOREVER)), new Shape.Lasting(Retention.SHORTEST, LONGEST)));

  private RetentionKeys() {}

  static Retention read(Section top, Retention fallback) {
    var storage = top.section("storage");
    var retention = storage.section("retention");
    var raw = read(retention, "raw", fallback.raw());
    var hourly = read(retention, "hourly", fallback.hourly());
    var daily = read(retention, "daily", fallback.daily());
    retention.refuseTheRest();
    storage.refuseTheRest();
    if (noShorter(retention, "hourly", hourly, raw) && noShorter(retention, "daily", daily, hourly)) {
      return new Retention(raw, hourly, daily);
    }
    return fallback;
  }

  /// What is coarser is of no use when it goes first.
  private static boolean noShorter(
      Section retention, String key, Duration lasting, Duration finer) {
    boolean fine = lasting.compareTo(finer) >= 0;
    if (!fine) {
      retention.refuse(key, "expected as long as what is finer at least");
    }
    return fine;
  }

  private static Duration read(Section retention, String key, Duration fallback) {
    retention.otherwise(key, fallback.equals(Retention.FOREVER) ? FOREVER : fallback);
    var value = retention.value(key, SHAPE);
    if (value.isEmpty()) {
      return fallback;
    }
    return value.get().equals(FOREVER)
        ? Retention.FOREVER
        : retention.duration(key, LONGEST, Retention.SHORTEST, LONGEST);
  }
}
