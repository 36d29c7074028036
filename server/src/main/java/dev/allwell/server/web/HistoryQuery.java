package dev.allwell.server.web;

import dev.allwell.definition.Durations;
import dev.allwell.history.Step;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What is asked of history, as it stands in a query; what is wrong with it is collected while it
/// is read.
///
/// A moment is an ISO 8601 time (`2026-03-01T00:00:00Z`, with any offset), a day in UTC
/// (`2026-03-01`), a duration back from now (`24h`, `7d`), or `now`.
final class HistoryQuery {
  private static final int MOST_QUANTILES = 20;
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final MultiMap query;
  private final Instant now;
  private final List<ProblemJson.Fault> faults = new ArrayList<>();

  /// @param known the parameters that there are; any other is a fault
  HistoryQuery(MultiMap query, Instant now, String... known) {
    this.query = query;
    this.now = now;
    for (var name : query.names()) {
      if (!List.of(known).contains(name)) {
        refuse(
            name.length() <= 64 ? name : name.substring(0, 64) + "…",
            "unknown parameter: known are " + String.join(", ", known));
      }
    }
  }

  List<ProblemJson.Fault> faults() {
    return List.copyOf(faults);
  }

  /// From `from` to `to`; from a while back until now, unless it says otherwise.
  Range range(Duration back) {
    var to = moment("to").orElse(now);
    var from = moment("from").orElse(to.minus(back));
    if (from.isAfter(to)) {
      refuse("from", from + " is after " + to);
    }
    return new Range(from, to);
  }

  boolean has(String name) {
    return query.contains(name);
  }

  Optional<Instant> moment(String name) {
    return one(name)
        .flatMap(text -> {
          var moment =
              moment(text, now).filter(at -> !at.isBefore(EARLIEST) && at.isBefore(LATEST));
          if (moment.isEmpty()) {
            refuse(
                name,
                "expected a time such as 2026-03-01T00:00:00Z, a day such as 2026-03-01, a"
                    + " duration back from now such as 24h, or now");
          }
          return moment;
        });
  }

  private static Optional<Instant> moment(String text, Instant now) {
    if (text.equals("now")) {
      return Optional.of(now);
    }
    var back = Durations.read(text);
    try {
      if (back.isPresent()) {
        return Optional.of(now.minus(back.get()));
      }
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  Step step() {
    var text = one("step").orElse("1h");
    try {
      return new Step(Durations.read(text).orElse(Duration.ZERO));
    } catch (IllegalArgumentException e) {
      refuse("step", "expected whole hours or days, such as 1h, 6h, 1d or 7d, up to 366d");
      return Step.HOUR;
    }
  }

  int limit(int fallback, int most) {
    return (int) number("limit", fallback, 1, most);
  }

  long number(String name, long fallback, long least, long most) {
    var text = one(name);
    if (text.isEmpty()) {
      return fallback;
    }
    boolean digits = text.get().matches("[0-9]{1,18}");
    long number = digits ? Long.parseLong(text.get()) : -1;
    if (number < least || number > most) {
      refuse(name, "expected a whole number from " + least + " to " + most);
      return fallback;
    }
    return number;
  }

  /// Whether the newest come first, as they do unless `order=asc` says otherwise.
  boolean newestFirst() {
    var order = one("order").orElse("desc");
    if (!order.equals("asc") && !order.equals("desc")) {
      refuse("order", "expected asc or desc");
    }
    return !order.equals("asc");
  }

  /// Shares from 0 to 1, with commas between them.
  double[] quantiles(String fallback) {
    var texts = one("quantiles").orElse(fallback).split(",", -1);
    if (texts.length > MOST_QUANTILES || !Arrays.stream(texts).allMatch(HistoryQuery::isShare)) {
      refuse(
          "quantiles",
          "expected at most %d numbers from 0 to 1 with commas between them, such as 0.5,0.99"
              .formatted(MOST_QUANTILES));
      return new double[] {0.5};
    }
    return Arrays.stream(texts).mapToDouble(Double::parseDouble).toArray();
  }

  private static boolean isShare(String text) {
    return text.matches("0(\\.[0-9]{1,9})?|1(\\.0{1,9})?");
  }

  private Optional<String> one(String name) {
    var values = query.getAll(name);
    if (values.size() > 1) {
      refuse(name, "is there " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  private void refuse(String parameter, String detail) {
    faults.add(new ProblemJson.Fault(detail, parameter, false));
  }

  /// From one moment to another.
  record Range(Instant from, Instant to) {}
}
