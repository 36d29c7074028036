package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Sink;
import dev.allwell.model.Event;
import dev.allwell.model.Registration;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Something that happened to a service, as the live stream tells it.
sealed interface Happening {
  /// How the service stands with it: by this the filters go.
  BoardEntry entry();

  /// Whether its state changed; else it is a mere result.
  boolean change();

  /// A check was judged.
  record Checked(Sink.Judged judged) implements Happening {
    @Override
    public BoardEntry entry() {
      return new BoardEntry(judged.registration(), judged.state(), false, 0);
    }

    @Override
    public boolean change() {
      return !judged.events().isEmpty();
    }
  }

  /// Nobody checked the service for too long.
  record Lapsed(Event.Lapsed lapsed) implements Happening {
    @Override
    public BoardEntry entry() {
      return new BoardEntry(lapsed.registration(), State.NEW, true, -1);
    }

    @Override
    public boolean change() {
      return true;
    }
  }

  /// The event on the wire, in UTF-8.
  ///
  /// @param id by which the stream is resumed; empty for one that is not kept
  default byte[] text(String id) {
    var text = new StringBuilder();
    if (!id.isEmpty()) {
      text.append("id: ").append(id).append('\n');
    }
    text.append("event: ").append(change() ? "change" : "result").append("\ndata: ");
    text.append(new String(Json.bytes(this::write), StandardCharsets.UTF_8)).append("\n\n");
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    switch (this) {
      case Checked(Sink.Judged judged) -> checked(json, judged);
      case Lapsed(Event.Lapsed lapsed) -> lapsed(json, lapsed);
    }
    json.writeEndObject();
  }

  private static void checked(JsonGenerator json, Sink.Judged judged) throws IOException {
    var sample = judged.sample();
    who(json, judged.registration());
    json.writeStringField("at", sample.at().toString());
    json.writeStringField("health", judged.state().health().code());
    json.writeStringField("status", judged.state().health().status().code());
    json.writeStringField("reason", sample.reason().code());
    Json.text(json, "detail", judged.outcome().last().detail());
    json.writeBooleanField("up", sample.up());
    json.writeNumberField("attempts", sample.attempts());
    json.writeNumberField("took-ms", sample.latencyMicros() / 1000.0);
    for (var event : judged.events()) {
      switch (event) {
        case Event.Turned turned -> json.writeStringField("from", turned.from().code());
        case Event.Began began -> began(json, began);
        case Event.Lapsed _ -> {
          // told by the sweeper alone
        }
      }
    }
  }

  private static void began(JsonGenerator json, Event.Began began) throws IOException {
    json.writeStringField("began", code(began.verdict().standing()));
    if (began.before() != Standing.NONE) {
      json.writeStringField("ended", code(began.before()));
      ServiceView.time(json, "ended-since", Optional.ofNullable(began.beforeSinceOrNull()));
    }
  }

  private static void lapsed(JsonGenerator json, Event.Lapsed lapsed) throws IOException {
    who(json, lapsed.registration());
    json.writeStringField("at", lapsed.at().toString());
    json.writeStringField("health", "unknown");
    json.writeStringField("status", "unknown");
    ServiceView.time(json, "last-check", Optional.ofNullable(lapsed.lastCheckOrNull()));
  }

  private static void who(JsonGenerator json, Registration registration) throws IOException {
    json.writeStringField("id", registration.id());
    Json.text(json, "name", registration.service().name());
  }

  private static String code(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }
}
