package dev.allwell.server.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.allwell.engine.Sink.Judged;
import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.Registration;
import dev.allwell.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Events as Server-Sent Events (WHATWG HTML, section 9.2) whose data is one line of JSON.
final class EntryText {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private EntryText() {}

  /// A judgement that changed something.
  ///
  /// @param before what was shown until then
  /// @param began whether a stretch of uptime or downtime began
  static byte[] change(String id, Judged judged, Health before, boolean began) {
    var verdict = judged.state().verdict();
    return event(
        "change",
        id,
        json -> {
          service(json, judged.registration());
          json.writeStringField("at", time(judged.sample().at()));
          health(json, verdict.health(), before);
          json.writeStringField("reason", verdict.reason().code());
          text(json, "detail", judged.outcome().last().detail());
          stretch(json, verdict, began);
        });
  }

  /// A service that nobody checked for too long.
  static byte[] lapse(String id, Event.Lapsed lapsed) {
    return unknown(
        id,
        lapsed.registration(),
        lapsed.at(),
        "not-checked",
        json -> {
          var last = lapsed.lastCheckOrNull();
          if (last == null) {
            json.writeNullField("last-check");
          } else {
            json.writeStringField("last-check", time(last));
          }
        });
  }

  /// A service that somebody paused.
  static byte[] pause(String id, Registration registration, Instant at) {
    return unknown(id, registration, at, "paused", json -> {});
  }

  private static byte[] unknown(
      String id, Registration registration, Instant at, String reason, Part more) {
    return event(
        "change",
        id,
        json -> {
          service(json, registration);
          json.writeStringField("at", time(at));
          health(json, Health.UNKNOWN, null);
          json.writeStringField("reason", reason);
          more.write(json);
        });
  }

  /// Each check.
  static byte[] result(String id, Judged judged) {
    var sample = judged.sample();
    return event(
        "result",
        id,
        json -> {
          service(json, judged.registration());
          json.writeStringField("at", time(sample.at()));
          json.writeStringField("health", sample.reason().health().code());
          json.writeStringField("reason", sample.reason().code());
          json.writeNumberField("response-time-ms", sample.latencyMicros() / 1000.0);
          json.writeNumberField("answer-status", sample.status());
          json.writeNumberField("attempts", sample.attempts());
        });
  }

  /// Something is missing from here on back: readers are to read anew what they show.
  static byte[] reset(String id, String reason) {
    return event("reset", id, json -> json.writeStringField("reason", reason));
  }

  /// The last event of a stream.
  ///
  /// @param name `dropped` or `end`
  static byte[] last(String name, String reason) {
    return event(name, null, json -> json.writeStringField("reason", reason));
  }

  private static void service(JsonGenerator json, Registration registration) throws IOException {
    var service = registration.service();
    json.writeObjectFieldStart("service");
    json.writeStringField("id", service.id());
    text(json, "name", service.name());
    json.writeArrayFieldStart("groups");
    for (var group : service.labels().groups()) {
      json.writeString(wellFormed(group));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void health(JsonGenerator json, Health now, @Nullable Health before)
      throws IOException {
    json.writeStringField("health", now.code());
    json.writeStringField("status", now.status().code());
    if (before == null) {
      json.writeNullField("before");
    } else {
      json.writeStringField("before", before.code());
    }
  }

  private static void stretch(JsonGenerator json, Verdict verdict, boolean began)
      throws IOException {
    switch (verdict.standing()) {
      case NONE -> json.writeNullField("event");
      case UPTIME -> json.writeStringField("event", "uptime");
      case DOWNTIME -> json.writeStringField("event", "downtime");
    }
    json.writeBooleanField("began", began);
    var opened = verdict.opened();
    if (opened.isPresent()) {
      json.writeStringField("since", time(opened.get()));
    } else {
      json.writeNullField("since");
    }
  }

  private static byte[] event(String name, @Nullable String idOrNull, Part data) {
    var out = new ByteArrayOutputStream(384);
    var id = idOrNull == null ? "" : "id: " + idOrNull + "\n";
    out.writeBytes((id + "event: " + name + "\ndata: ").getBytes(UTF_8));
    try (var json = FACTORY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      data.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.writeBytes("\n\n".getBytes(UTF_8));
    return out.toByteArray();
  }

  private static void text(JsonGenerator json, String field, String text) throws IOException {
    json.writeStringField(field, wellFormed(text));
  }

  /// Half of a surrogate pair, which UTF-8 cannot carry, becomes a question mark.
  private static String wellFormed(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /// Writes the fields of an object.
  @FunctionalInterface
  private interface Part {
    void write(JsonGenerator json) throws IOException;
  }
}
