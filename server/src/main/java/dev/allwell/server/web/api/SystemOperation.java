package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.Histogram;
import dev.allwell.engine.LaneMeter;
import dev.allwell.engine.Supervisor;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.util.Locale;

/// What goes on inside: what runs and how often it was started anew, lanes, queues, faults of our
/// own.
final class SystemOperation {
  private static final double[] SHARES = {0.5, 0.99, 1};
  private static final String[] NAMES = {"p50-ms", "p99-ms", "max-ms"};

  private static final int MOST_NAMED = 100;

  private final ApiParts parts;

  SystemOperation(ApiParts parts) {
    this.parts = parts;
  }

  Reply read(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() ->
            Reply.ok(json -> {
              json.writeStartObject();
              program(json, parts.inside().program());
              json.writeStringField("java-version", Runtime.version().toString());
              json.writeStringField("now", parts.web().clock().instant().toString());
              json.writeBooleanField("alive", parts.web().supervisor().alive());
              json.writeNumberField("services", parts.web().registry().roster().size());
              shadowed(json);
              supervision(json);
              lanes(json);
              queues(json);
              faults(json);
              reload(json);
              etcd(json);
              json.writeEndObject();
            }));
  }

  /// Services of which the file has taken the id or the name.
  private void shadowed(JsonGenerator json) throws IOException {
    var shadowed = parts.web().registry().roster().shadowed();
    json.writeObjectFieldStart("shadowed");
    json.writeNumberField("count", shadowed.size());
    Trees.field(
        json, "ids", shadowed.stream().map(Registration::id).limit(MOST_NAMED).sorted().toList());
    json.writeEndObject();
  }

  private static void program(JsonGenerator json, ApiParts.Program program) throws IOException {
    json.writeStringField("version", program.version());
    json.writeStringField("service-name", program.nameOrNull());
    json.writeStringField("environment", program.environmentOrNull());
  }

  private void supervision(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("supervision");
    for (var child : parts.web().supervisor().tree()) {
      json.writeStartObject();
      json.writeStringField("name", child.name());
      json.writeStringField("condition", code(child.condition()));
      json.writeNumberField("restarts", child.restarts());
      Json.text(json, "last-error", child.lastError());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void lanes(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("lanes");
    for (LaneMeter lane : parts.inside().lanes()) {
      var gauges = lane.gauges();
      json.writeStartObject();
      json.writeNumberField("services", gauges.services());
      json.writeNumberField("in-flight", gauges.inFlight());
      json.writeNumberField("suspects-in-flight", gauges.suspects());
      json.writeNumberField("waiting", gauges.waiting());
      json.writeNumberField("skipped", lane.skipped());
      json.writeNumberField("retries", lane.retries());
      json.writeNumberField("sink-failures", lane.sinkFailures());
      spread(json, "lateness", lane.lateness().snapshot());
      spread(json, "duration", lane.duration().snapshot());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Upper bounds of the buckets in which the shares lie; none above the highest bound.
  private static void spread(JsonGenerator json, String field, Histogram.Snapshot counted)
      throws IOException {
    json.writeObjectFieldStart(field);
    long count = counted.count();
    json.writeNumberField("count", count);
    for (int i = 0; i < SHARES.length; i++) {
      double bound = bound(counted, Math.ceil(SHARES[i] * count));
      if (count > 0 && Double.isFinite(bound)) {
        json.writeNumberField(NAMES[i], bound);
      } else {
        json.writeNullField(NAMES[i]);
      }
    }
    json.writeEndObject();
  }

  private static double bound(Histogram.Snapshot counted, double rank) {
    var bounds = Histogram.Snapshot.boundsSeconds();
    long seen = 0;
    for (int i = 0; i < bounds.length; i++) {
      seen += counted.counts()[i];
      if (seen >= rank) {
        return Math.round(bounds[i] * 1000);
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private void queues(JsonGenerator json) throws IOException {
    var store = parts.inside().store().get();
    json.writeObjectFieldStart("queues");
    json.writeNumberField("registry", parts.web().registry().queued());
    json.writeNumberField("ledger", store.ledgerQueued());
    json.writeNumberField("samples", store.samplesQueued());
    json.writeNumberField("samples-dropped", store.samplesDropped());
    var audit = parts.web().entrance().audit();
    json.writeNumberField("audit", audit.waiting());
    json.writeNumberField("audit-lost", audit.lost());
    var stream = parts.inside().stream().get();
    json.writeNumberField("stream", stream.queued());
    json.writeNumberField("stream-lost", stream.lost());
    json.writeEndObject();
    json.writeObjectFieldStart("stream");
    json.writeNumberField("readers", stream.readers());
    json.writeNumberField("readers-dropped", stream.dropped());
    json.writeEndObject();
    json.writeObjectFieldStart("ledger");
    json.writeNumberField("commits", store.commits());
    json.writeNumberField("commit-seconds", store.commitSeconds());
    json.writeEndObject();
  }

  private void faults(JsonGenerator json) throws IOException {
    var faults = parts.inside().ownFaults();
    json.writeObjectFieldStart("own-faults");
    json.writeBooleanField("isolated", faults.isolated());
    json.writeNumberField("pauses", faults.pauses());
    json.writeNumberField("paused-seconds", faults.pausedNanos() / 1e9);
    json.writeNumberField("clock-steps", faults.steps());
    json.writeObjectFieldStart("attempts");
    for (var reason : Reason.values()) {
      if (reason.ours()) {
        json.writeNumberField(reason.code(), faults.attempts(reason));
      }
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  private void reload(JsonGenerator json) throws IOException {
    json.writeFieldName("reload");
    var configured = parts.inside().configured();
    if (configured.isPresent()) {
      ReloadOperation.write(json, configured.get().state().get());
    } else {
      json.writeNull();
    }
  }

  private void etcd(JsonGenerator json) throws IOException {
    json.writeFieldName("etcd");
    var etcd = parts.inside().etcd();
    if (etcd.isPresent()) {
      EtcdJson.write(json, etcd.get().get());
    } else {
      json.writeNull();
    }
  }

  private static String code(Supervisor.Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
