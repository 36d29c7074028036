package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Tally;
import java.io.IOException;

/// A service as the aggregator shows it.
final class ServiceJson {
  private ServiceJson() {}

  /// As a field of an object, under its name.
  static void field(JsonGenerator json, BoardEntry entry) throws IOException {
    json.writeFieldName(entry.registration().service().name());
    object(json, entry);
  }

  static void object(JsonGenerator json, BoardEntry entry) throws IOException {
    var service = entry.registration().service();
    var tally = entry.state().tally();
    json.writeStartObject();
    json.writeStringField("name", service.name());
    Json.text(json, "url", service.url());
    json.writeStringField("status", entry.status().code());
    var latest = tally.latest();
    if (latest.isPresent()) {
      json.writeStringField("last_check", latest.get().at().toString());
    } else {
      json.writeNullField("last_check");
    }
    var time = entry.responseTimeMillis();
    if (time.isPresent()) {
      json.writeNumberField("response_time_ms", time.getAsLong());
    } else {
      json.writeNullField("response_time_ms");
    }
    json.writeNumberField("consecutive_failures", tally.consecutiveFailures());
    int score = tally.score(Tally.SCORE_WINDOW);
    if (score >= 0) {
      json.writeNumberField("score", score);
    } else {
      json.writeNullField("score");
    }
    json.writeStringField("health", entry.health().code());
    json.writeBooleanField("ready", entry.ready());
    json.writeArrayFieldStart("groups");
    for (var group : service.labels().groups()) {
      json.writeString(Json.wellFormed(group));
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
