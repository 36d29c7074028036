package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Ack;
import dev.allwell.model.Change;
import dev.allwell.model.Registration;
import dev.allwell.model.Source;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Acks: that the trouble of a service, or of all together, is known.
final class AckOperations {
  private static final String WHOLE = "the whole";

  private final ApiParts parts;
  private final Changes changes;

  AckOperations(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
  }

  Reply put(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            AckWish.read(
                asked,
                parts.web().clock().instant(),
                ack ->
                    changes.submit(
                        new Change.Acknowledge(id, ack),
                        receipt -> acknowledged(id, ack, receipt, () -> said(id)))));
  }

  Reply remove(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() -> {
          var stated = stated(id);
          return stated.isPresent()
              ? stated.get()
              : changes.submit(
                  new Change.Unacknowledge(id),
                  receipt ->
                      switch (receipt.result()) {
                        case CHANGED, REMOVED ->
                            Reply.NO_CONTENT.after(new Deed.Done("unack-service", id, "removed"));
                        case UNCHANGED -> Reply.problem(404, "nobody acknowledged it");
                        case NOT_FOUND -> Stating.missing(id);
                        case ADDED, CONFLICT -> throw Stating.unexpected(receipt);
                      });
        });
  }

  /// The answer where an ack is the definition's alone: it is taken back there.
  private Optional<Reply> stated(String id) {
    return known(id)
        .filter(known -> known.handling().ack().isEmpty())
        .filter(known -> !known.service().labels().ack().isEmpty())
        .map(known ->
            Reply.problem(
                409, "it is acknowledged by its definition: change the key \"ack\" there"));
  }

  Reply putWhole(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() ->
            AckWish.read(
                asked,
                parts.web().clock().instant(),
                ack ->
                    changes.submit(
                        new Change.AcknowledgeAll(Source.API, ack),
                        receipt -> acknowledged(WHOLE, ack, receipt, this::saidOfTheWhole))));
  }

  Reply removeWhole(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() ->
            changes.submit(
                new Change.UnacknowledgeAll(Source.API),
                receipt ->
                    switch (receipt.result()) {
                      case REMOVED ->
                          Reply.NO_CONTENT.after(new Deed.Done("unack", WHOLE, "removed"));
                      case NOT_FOUND ->
                          Reply.problem(404, "nobody acknowledged the whole by this interface");
                      case ADDED, CHANGED, UNCHANGED, CONFLICT -> throw Stating.unexpected(receipt);
                    }));
  }

  private static Reply acknowledged(
      String subject, Ack wanted, Receipt receipt, Supplier<Optional<Ack>> now) {
    var said = now.get().orElse(wanted);
    var shown = Reply.ok(json -> write(json, said));
    var what = subject.equals(WHOLE) ? "ack" : "ack-service";
    return switch (receipt.result()) {
      case CHANGED -> shown.after(new Deed.Done(what, subject, wanted.message()));
      case UNCHANGED -> shown.after(Deed.Silent.NOTHING);
      case NOT_FOUND -> Stating.missing(subject);
      case ADDED, REMOVED, CONFLICT -> throw Stating.unexpected(receipt);
    };
  }

  private Optional<Ack> said(String id) {
    return known(id).flatMap(known -> known.handling().ack());
  }

  private Optional<Ack> saidOfTheWhole() {
    return Optional.ofNullable(parts.web().registry().categories().acks().get(Source.API));
  }

  private Optional<Registration> known(String id) {
    return parts.web().registry().roster().byId(id);
  }

  static void write(JsonGenerator json, Ack ack) throws IOException {
    json.writeStartObject();
    Json.text(json, "message", ack.message());
    Json.text(json, "author", ack.author());
    json.writeStringField("at", ack.at().toString());
    ServiceView.time(json, "expires", ack.expires());
    json.writeEndObject();
  }
}
