package dev.allwell.server.config.yaml;

import dev.allwell.definition.Durations;
import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.history.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Reads how long history is kept: `storage.retention`.
final class RetentionKeys {
  private static final String FOREVER = "forever";
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final Shape SHAPE =
      new Shape.Either(
          List.of(
              new Shape.Choice(List.of(FOREVER)), new Shape.Lasting(Retention.SHORTEST, LONGEST)));

  private final Section retention;

  private RetentionKeys(Section retention) {
    this.retention = retention;
  }

  static Retention read(Section storage, Retention fallback) {
    var keys = new RetentionKeys(storage.section("retention"));
    var read = keys.read(fallback);
    keys.retention.refuseTheRest();
    return read.orElse(fallback);
  }

  private Optional<Retention> read(Retention fallback) {
    var raw = lasting("raw", fallback.raw());
    var hourly = lasting("hourly", fallback.hourly());
    var daily = lasting("daily", fallback.daily());
    if (raw.isEmpty() || hourly.isEmpty() || daily.isEmpty()) {
      return Optional.empty();
    }
    boolean hours = outlasts("hourly", hourly.get(), "raw", raw.get());
    boolean days = outlasts("daily", daily.get(), "hourly", hourly.get());
    return hours && days
        ? Optional.of(new Retention(raw.get(), hourly.get(), daily.get()))
        : Optional.empty();
  }

  /// Whether what is coarser lasts as long as what is finer: it is of no use when it goes first.
  /// Told at the one of the two that somebody wrote.
  private boolean outlasts(String coarser, Duration lasting, String finer, Duration least) {
    if (lasting.compareTo(least) >= 0) {
      return true;
    }
    if (retention.has(coarser)) {
      retention.refuse(
          coarser,
          "expected as long as %s at least, which is %s, got %s"
              .formatted(finer, text(least), text(lasting)));
    } else {
      retention.refuse(
          finer,
          "expected no longer than %s, which is %s unless it is given, got %s"
              .formatted(coarser, text(lasting), text(least)));
    }
    return false;
  }

  /// How long; empty for what was refused.
  private Optional<Duration> lasting(String key, Duration fallback) {
    retention.otherwise(key, text(fallback));
    var value = retention.value(key, SHAPE);
    if (value.isEmpty()) {
      return Optional.of(fallback);
    }
    if (value.get().equals(FOREVER)) {
      return Optional.of(Retention.FOREVER);
    }
    var read = retention.duration(key, Duration.ZERO, Retention.SHORTEST, LONGEST);
    return Optional.of(read).filter(Duration::isPositive);
  }

  private static String text(Duration lasting) {
    return lasting.equals(Retention.FOREVER) ? FOREVER : Durations.text(lasting);
  }
}
