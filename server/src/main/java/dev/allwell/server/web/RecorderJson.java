package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.Chronicle.Account;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import java.io.IOException;

/// The objects of the uptime recorder: keys in the order of the alphabet, times in unix seconds.
final class RecorderJson {
  private static final double LARGEST_EXACT = 1L << 53;

  private RecorderJson() {}

  /// A service with its counters and its newest event.
  static void service(JsonGenerator json, Account account) throws IOException {
    var registration = account.registration();
    json.writeStartObject();
    json.writeNumberField("created_at", registration.created().getEpochSecond());
    json.writeFieldName("current_status");
    if (account.newest().isPresent()) {
      event(json, account.newest().get());
    } else {
      json.writeNull();
    }
    json.writeNumberField("id", registration.number());
    if (account.newest().isPresent()) {
      json.writeObjectFieldStart("latest_event");
      json.writeFieldName("data");
      event(json, account.newest().get());
      json.writeEndObject();
    }
    json.writeFieldName("metric");
    nestedMetric(json, account.tally());
    Json.text(json, "name", registration.service().name());
    json.writeNumberField("updated_at", registration.updated().getEpochSecond());
    Json.text(json, "url", registration.service().url());
    json.writeEndObject();
  }

  /// `{"data": {…}}`, or null before the first tick.
  static void nestedMetric(JsonGenerator json, Tally tally) throws IOException {
    if (tally.ticks() == 0) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeObjectFieldStart("data");
    number(json, "average_response_time_ms", tally.meanMillis());
    json.writeNumberField("down_count", tally.down());
    json.writeNumberField("tick_count", tally.ticks());
    json.writeNumberField("up_count", tally.up());
    number(json, "uptime_percent", 100.0 * tally.up() / tally.ticks());
    json.writeEndObject();
    json.writeEndObject();
  }

  /// It was made when it began, and changed last when it ended.
  static void event(JsonGenerator json, Stretch stretch) throws IOException {
    long started = stretch.started().getEpochSecond();
    var ended = stretch.ended();
    json.writeStartObject();
    json.writeNumberField("created_at", started);
    json.writeFieldName("date_ended");
    if (ended.isPresent()) {
      json.writeNumber(ended.get().getEpochSecond());
    } else {
      json.writeNull();
    }
    json.writeNumberField("date_started", started);
    json.writeStringField("event", code(stretch.standing()));
    json.writeNumberField("id", stretch.number());
    json.writeNumberField("updated_at", ended.isPresent() ? ended.get().getEpochSecond() : started);
    json.writeEndObject();
  }

  static void tick(JsonGenerator json, Sample tick) throws IOException {
    json.writeStartObject();
    json.writeNumberField("created_at", Math.floorDiv(tick.atMillis(), 1000L));
    json.writeBooleanField("is_up", tick.up());
    number(json, "response_time_ms", tick.latencyMicros() / 1000.0);
    json.writeEndObject();
  }

  private static String code(Standing standing) {
    return switch (standing) {
      case UPTIME -> "uptime";
      case DOWNTIME -> "downtime";
      case NONE -> throw new IllegalStateException("a stretch of nothing");
    };
  }

  /// Whole numbers without a point.
  private static void number(JsonGenerator json, String field, double value) throws IOException {
    if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT) {
      json.writeNumberField(field, (long) value);
    } else {
      json.writeNumberField(field, value);
    }
  }
}
