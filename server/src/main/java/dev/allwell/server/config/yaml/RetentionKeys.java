package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.server.config.Retention;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads how long history is kept: `storage.retention`.
final class RetentionKeys {
  private static final String FOREVER = "forever";
  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Shape SHAPE =
      new Shape.Either(
          List.of(new Shape.Choice(List.of(FOREVER)), new Shape.Lasting(SHORTEST, LONGEST)));

  private RetentionKeys() {}

  static Retention read(Section top, Retention fallback) {
    var storage = top.section("storage");
    var retention = storage.section("retention");
    var read =
        new Retention(
            read(retention, "raw", fallback.rawOrNull()),
            read(retention, "hourly", fallback.hourlyOrNull()),
            read(retention, "daily", fallback.dailyOrNull()));
    retention.refuseTheRest();
    storage.refuseTheRest();
    return read;
  }

  private static @Nullable Duration read(
      Section retention, String key, @Nullable Duration fallback) {
    retention.otherwise(key, fallback == null ? FOREVER : fallback);
    var value = retention.value(key, SHAPE);
    if (value.isEmpty()) {
      return fallback;
    }
    return value.get().equals(FOREVER) ? null : retention.duration(key, LONGEST, SHORTEST, LONGEST);
  }
}
