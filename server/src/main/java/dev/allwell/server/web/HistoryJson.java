package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.history.Latencies;
import dev.allwell.history.Rollup;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.Stretch;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// History as the native API writes it: times in ISO 8601 and UTC, durations in milliseconds.
final class HistoryJson {
  private HistoryJson() {}

  /// Whose quantiles each roll-up tells.
  static double[] usual() {
    return new double[] {0.5, 0.9, 0.99};
  }

  static void tick(JsonGenerator json, Sample tick) throws IOException {
    json.writeStartObject();
    json.writeStringField("at", tick.at().toString());
    json.writeStringField("health", tick.reason().health().code());
    json.writeStringField("reason", tick.reason().code());
    json.writeNumberField("response-time-ms", millis(tick.latencyMicros()));
    if (tick.status() == 0) {
      json.writeNullField("status");
    } else {
      json.writeNumberField("status", tick.status());
    }
    json.writeNumberField("attempts", tick.attempts());
    json.writeEndObject();
  }

  static void event(JsonGenerator json, Stretch stretch) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", stretch.number());
    json.writeStringField("kind", kind(stretch.standing()));
    json.writeStringField("reason", stretch.reason().code());
    json.writeStringField("started", stretch.started().toString());
    json.writeFieldName("ended");
    var ended = stretch.endedOrNull();
    if (ended == null) {
      json.writeNull();
    } else {
      json.writeString(ended.toString());
    }
    json.writeFieldName("duration-ms");
    if (ended == null) {
      json.writeNull();
    } else {
      json.writeNumber(Duration.between(stretch.started(), ended).toMillis());
    }
    json.writeEndObject();
  }

  private static String kind(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  /// A roll-up and quantiles of its response times, worked out before it is written: that is no
  /// work for an event loop.
  ///
  /// @param quantiles in microseconds, none without response times
  record Told(Rollup rollup, List<Double> quantiles) {
    static Told of(Rollup rollup, double... shares) {
      return new Told(rollup, Arrays.stream(rollup.latencies().at(shares)).boxed().toList());
    }
  }

  /// A roll-up with everything.
  ///
  /// @param told with the quantiles of [#usual]
  static void rollup(JsonGenerator json, Told told) throws IOException {
    var rollup = told.rollup;
    json.writeStartObject();
    bounds(json, rollup);
    var counts = rollup.counts();
    json.writeNumberField("ticks", counts.ticks());
    json.writeNumberField("up", counts.up());
    json.writeNumberField("down", counts.down());
    json.writeNumberField("unknown", counts.unknown());
    known(json, rollup);
    json.writeFieldName("response-time-ms");
    var times = rollup.latencies();
    if (times.count() == 0) {
      json.writeNull();
    } else {
      json.writeStartObject();
      spread(json, times);
      json.writeNumberField("p50", millis(told.quantiles.get(0)));
      json.writeNumberField("p90", millis(told.quantiles.get(1)));
      json.writeNumberField("p99", millis(told.quantiles.get(2)));
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /// A roll-up and what its range is called, if it is.
  record Named(@Nullable String nameOrNull, Rollup rollup) {}

  /// How long a service was up.
  static void uptimes(JsonGenerator json, String id, List<Named> ranges) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", id);
    json.writeArrayFieldStart("uptime");
    for (var range : ranges) {
      json.writeStartObject();
      json.writeStringField("range", range.nameOrNull);
      bounds(json, range.rollup);
      known(json, range.rollup);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// Response times, with the quantiles of these shares.
  static void latency(JsonGenerator json, String id, Told told, double[] shares)
      throws IOException {
    var rollup = told.rollup;
    var times = rollup.latencies();
    json.writeStartObject();
    json.writeStringField("service", id);
    bounds(json, rollup);
    json.writeNumberField("count", times.count());
    json.writeFieldName("response-time-ms");
    if (times.count() == 0) {
      json.writeNull();
    } else {
      json.writeStartObject();
      spread(json, times);
      json.writeArrayFieldStart("quantiles");
      for (int i = 0; i < shares.length; i++) {
        json.writeStartObject();
        json.writeNumberField("quantile", shares[i]);
        json.writeNumberField("value", millis(told.quantiles.get(i)));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void bounds(JsonGenerator json, Rollup rollup) throws IOException {
    json.writeStringField("from", rollup.from().toString());
    json.writeStringField("to", rollup.to().toString());
  }

  private static void known(JsonGenerator json, Rollup rollup) throws IOException {
    json.writeNumberField("up-ms", rollup.known().upMillis());
    json.writeNumberField("down-ms", rollup.known().downMillis());
    json.writeNumberField("unknown-ms", rollup.unknownMillis());
    json.writeFieldName("uptime-percent");
    number(json, rollup.uptimePercent());
  }

  private static void spread(JsonGenerator json, Latencies times) throws IOException {
    json.writeNumberField("min", millis(times.minMicros()));
    json.writeNumberField("mean", millis(times.meanMicros().orElseThrow()));
    json.writeNumberField("max", millis(times.maxMicros()));
  }

  /// Rounded down, so that no second of downtime is rounded to 100.
  private static void number(JsonGenerator json, OptionalDouble percent) throws IOException {
    if (percent.isEmpty()) {
      json.writeNull();
    } else {
      json.writeNumber(plain(percent.getAsDouble(), RoundingMode.FLOOR));
    }
  }

  private static BigDecimal millis(long micros) {
    return millis((double) micros);
  }

  private static BigDecimal millis(double micros) {
    return plain(micros / 1000, RoundingMode.HALF_UP);
  }

  private static BigDecimal plain(double value, RoundingMode rounding) {
    var rounded = BigDecimal.valueOf(value).setScale(3, rounding).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
