package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.server.etcd.EtcdState;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// How etcd stands, as JSON.
final class EtcdJson {
  private EtcdJson() {}

  static void write(JsonGenerator json, EtcdState state) throws IOException {
    json.writeStartObject();
    Trees.field(json, "endpoints", state.addresses());
    Json.text(json, "prefix", state.prefix());
    mirror(json, state.mirror());
    json.writeNumberField("revision", state.revision());
    json.writeNumberField("keys", state.keys());
    json.writeNumberField("services", state.stated().services());
    json.writeNumberField("categories", state.stated().categories());
    json.writeNumberField("acks", state.stated().acks());
    time(json, "changed-at", state.stated().taken());
    json.writeNumberField("problem-count", state.problemCount());
    Trees.field(json, "problems", state.problems());
    json.writeEndObject();
  }

  private static void mirror(JsonGenerator json, EtcdState.MirrorState mirror) throws IOException {
    json.writeBooleanField("stale", !mirror.fresh());
    json.writeStringField("since", mirror.since().toString());
    Json.text(json, "why", mirror.why());
    time(json, "listed-at", mirror.listed());
    var counts = mirror.counts();
    json.writeNumberField("listings", counts.listings());
    json.writeNumberField("changes", counts.changes());
    json.writeNumberField("failures", counts.failures());
    json.writeNumberField("compactions", counts.compactions());
    json.writeNumberField("clusters", counts.clusters());
  }

  private static void time(JsonGenerator json, String field, Optional<Instant> time)
      throws IOException {
    if (time.isPresent()) {
      json.writeStringField(field, time.get().toString());
    } else {
      json.writeNullField(field);
    }
  }
}
