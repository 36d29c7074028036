package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.server.access.Quotas.Rates;
import dev.allwell.server.access.Rate;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads how often callers may ask: `limits`, of rates such as `100/s`, `10/min` or `5/h`.
final class LimitKeys {
  private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,5})/(s|min|h)");
  private static final Map<String, Integer> SECONDS = Map.of("s", 1, "min", 60, "h", 3600);
  private static final int MOST_TOGETHER = 1_000_000;
  private static final double HAIR = 1e-9;

  private final Section limits;

  private LimitKeys(Section limits) {
    this.limits = limits;
  }

  static Rates read(Section limits, Rates fallback) {
    var keys = new LimitKeys(limits);
    var rates =
        new Rates(
            keys.rate("reads", fallback.reads(), Rates.READS_SECONDS),
            keys.rate("registrations", fallback.registrations(), Rates.REGISTRATIONS_SECONDS),
            keys.rate("writes", fallback.writes(), Rates.WRITES_SECONDS),
            keys.rate("checks", fallback.checks(), Rates.CHECKS_SECONDS),
            fallback.wrong(),
            limits.whole("together", fallback.together(), 1, MOST_TOGETHER));
    limits.refuseTheRest();
    return rates;
  }

  /// @param burst how long what may be asked at once would last, in seconds
  private Rate rate(String key, Rate fallback, int burst) {
    limits.otherwise(key, text(fallback));
    var value = limits.value(key, Shape.PACED);
    if (value.isEmpty()) {
      return fallback;
    }
    var read = Optional.of(value.get()).filter(String.class::isInstance).map(LimitKeys::perSecond);
    if (read.isEmpty() || read.get() == 0) {
      limits.refuse(
          key,
          "expected a rate from 1/h to 999999/s, such as \"100/s\" or \"10/min\", got "
              + Section.shown(value.get()));
      return fallback;
    }
    return Rate.of(read.get(), burst);
  }

  /// 0 when it is no rate.
  private static double perSecond(Object text) {
    var parts = RATE.matcher(String.valueOf(text));
    return parts.matches()
        ? Integer.parseInt(parts.group(1)) / (double) SECONDS.getOrDefault(parts.group(2), 1)
        : 0;
  }

  /// In the shortest unit in which it is a whole number.
  private static String text(Rate rate) {
    for (var unit : new String[] {"s", "min", "h"}) {
      double count = rate.perSecond() * SECONDS.getOrDefault(unit, 1);
      if (Math.abs(count - Math.rint(count)) < HAIR * count) {
        return Math.round(count) + "/" + unit;
      }
    }
    throw new IllegalStateException("a rate that nobody can write: " + rate);
  }
}
