package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.definition.Durations;
import dev.allwell.definition.Showing;
import dev.allwell.definition.Statements;
import dev.allwell.engine.Aggregate;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.OwnFault;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Registration;
import dev.allwell.model.Report;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A service as the native API shows it: what was stated, how it stands, what it last told.
final class ServiceView {
  private final Aggregate aggregate;

  /// @param aggregate knows how bad the site's conventions call a failure
  ServiceView(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  /// How much of the statement is shown, its secrets redacted.
  enum Extent {
    NONE,
    /// What must be said.
    BRIEF,
    /// Defaults too.
    WHOLE;

    static Optional<Extent> of(String code) {
      return Arrays.stream(values())
          .filter(extent -> extent.name().toLowerCase(Locale.ROOT).equals(code))
          .findFirst();
    }
  }

  /// One that is watched.
  void write(JsonGenerator json, BoardEntry entry, Extent extent, Showing showing)
      throws IOException {
    write(json, entry, extent, showing, false);
  }

  /// @param shadowed whether the file has taken its id or name
  void write(JsonGenerator json, BoardEntry entry, Extent extent, Showing showing, boolean shadowed)
      throws IOException {
    var registration = entry.registration();
    var service = registration.service();
    json.writeStartObject();
    json.writeStringField("id", service.id());
    Json.text(json, "name", service.name());
    Json.text(json, "url", showing.url(service.url()));
    json.writeStringField("source", service.source().code());
    json.writeBooleanField("registered", registration.registered());
    json.writeBooleanField("paused", entry.paused());
    json.writeBooleanField("shadowed", shadowed);
    Trees.field(json, "groups", service.labels().groups());
    Trees.field(json, "categories", service.labels().categories());
    Trees.field(json, "attributes", entry.attributes());
    json.writeStringField("interval", Durations.text(registration.schedule().interval()));
    ack(json, registration);
    time(json, "created", Optional.of(registration.created()));
    time(json, "updated", Optional.of(registration.updated()));
    json.writeFieldName("state");
    state(json, entry);
    switch (extent) {
      case NONE -> {}
      case BRIEF -> Trees.field(json, "definition", Statements.brief(service, showing));
      case WHOLE -> Trees.field(json, "definition", Statements.whole(service, showing));
    }
    report(json, entry.state().report());
    certificate(json, entry.state().certificate());
    json.writeEndObject();
  }

  /// What was said of it, also when that is over; or else what its definition says.
  private static void ack(JsonGenerator json, Registration registration) throws IOException {
    var ack = registration.handling().ack().or(() -> registration.ack(Instant.MAX));
    if (ack.isEmpty()) {
      json.writeNullField("ack");
    } else {
      json.writeFieldName("ack");
      AckOperations.write(json, ack.get());
    }
  }

  private void state(JsonGenerator json, BoardEntry entry) throws IOException {
    var verdict = entry.state().verdict();
    var tally = entry.state().tally();
    json.writeStartObject();
    json.writeStringField("health", entry.health().code());
    json.writeStringField("status", entry.status().code());
    json.writeBooleanField("ready", entry.ready());
    json.writeBooleanField("stale", entry.stale());
    time(json, "since", verdict.since());
    if (verdict.since().isPresent()) {
      json.writeStringField("reason", verdict.reason().code());
    } else {
      json.writeNullField("reason");
    }
    number(
        json,
        "severity",
        entry.health().bad() ? Optional.of((long) aggregate.severity(entry)) : Optional.empty());
    var millis = entry.responseTimeMillis();
    number(
        json,
        "response-time-ms",
        millis.isPresent() ? Optional.of(millis.getAsLong()) : Optional.empty());
    if (tally.ticks() > 0) {
      json.writeNumberField("mean-response-time-ms", tally.meanMillis());
    } else {
      json.writeNullField("mean-response-time-ms");
    }
    int score = tally.score(Tally.SCORE_WINDOW);
    number(json, "score", score < 0 ? Optional.empty() : Optional.of((long) score));
    json.writeNumberField("checks", tally.ticks());
    json.writeNumberField("up", tally.up());
    json.writeNumberField("down", tally.down());
    json.writeNumberField("consecutive-failures", tally.consecutiveFailures());
    json.writeNumberField("consecutive-successes", tally.consecutiveSuccesses());
    json.writeFieldName("last-check");
    last(json, tally.latest(), entry.state().detail());
    json.writeFieldName("own-fault");
    ownFault(json, entry.ownFault());
    json.writeEndObject();
  }

  private static void last(JsonGenerator json, Optional<Sample> last, String detail)
      throws IOException {
    if (last.isEmpty()) {
      json.writeNull();
      return;
    }
    var sample = last.get();
    json.writeStartObject();
    json.writeStringField("at", sample.at().toString());
    json.writeBooleanField("up", sample.up());
    json.writeStringField("reason", sample.reason().code());
    Json.text(json, "detail", detail);
    number(
        json,
        "answer-status",
        sample.status() == 0 ? Optional.empty() : Optional.of((long) sample.status()));
    json.writeNumberField("attempts", sample.attempts());
    json.writeNumberField("took-ms", sample.latencyMicros() / 1000.0);
    json.writeEndObject();
  }

  private static void ownFault(JsonGenerator json, Optional<OwnFault> fault) throws IOException {
    if (fault.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("at", fault.get().at().toString());
    json.writeStringField("reason", fault.get().reason().code());
    Json.text(json, "detail", fault.get().detail());
    json.writeEndObject();
  }

  private static void report(JsonGenerator json, Optional<Report> report) throws IOException {
    if (report.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("report");
    json.writeNumberField("uptime-seconds", report.get().uptimeSeconds());
    json.writeNumberField("requests", report.get().requestCount());
    json.writeNumberField("errors", report.get().errorCount());
    json.writeNumberField("error-rate", report.get().errorRate());
    json.writeEndObject();
  }

  private static void certificate(JsonGenerator json, Optional<CertificateFacts> shown)
      throws IOException {
    if (shown.isPresent()) {
      json.writeFieldName("certificate");
      certificate(json, shown.get());
    }
  }

  /// What a server showed of itself.
  static void certificate(JsonGenerator json, CertificateFacts facts) throws IOException {
    json.writeStartObject();
    Json.text(json, "subject", facts.subject());
    Trees.field(json, "names", facts.names());
    Json.text(json, "issuer", facts.issuer());
    Json.text(json, "serial", facts.serial());
    time(json, "not-before", Optional.of(facts.notBefore()));
    time(json, "not-after", Optional.of(facts.notAfter()));
    time(json, "chain-not-after", Optional.of(facts.chainNotAfter()));
    json.writeNumberField("chain-length", facts.chainLength());
    json.writeArrayFieldStart("chain");
    for (CertificateFacts.Link link : facts.chain()) {
      json.writeStartObject();
      Json.text(json, "subject", link.subject());
      time(json, "not-after", Optional.of(link.notAfter()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeBooleanField("trusted", facts.trusted());
    Json.text(json, "protocol", facts.protocol());
    Json.text(json, "cipher", facts.cipher());
    json.writeEndObject();
  }

  static void time(JsonGenerator json, String field, Optional<Instant> at) throws IOException {
    if (at.isPresent()) {
      json.writeStringField(field, at.get().toString());
    } else {
      json.writeNullField(field);
    }
  }

  private static void number(JsonGenerator json, String field, Optional<Long> number)
      throws IOException {
    if (number.isPresent()) {
      json.writeNumberField(field, number.get());
    } else {
      json.writeNullField(field);
    }
  }
}
