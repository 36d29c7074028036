package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.definition.Showing;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Examined;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Step;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is done to a service without stating it anew: pause, resume, check now.
final class ControlOperations {
  private final ApiParts parts;
  private final Changes changes;
  private final ServiceView view;

  ControlOperations(ApiParts parts, Changes changes) {
    this.parts = parts;
    this.changes = changes;
    this.view = new ServiceView(parts.web().aggregate());
  }

  Reply pause(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            changes.submit(new Change.Pause(id), receipt -> changed("pause-service", id, receipt)));
  }

  Reply resume(Asked asked) {
    asked.only();
    var id = asked.segment("id");
    return asked
        .refusal()
        .orElseGet(() ->
            changes.submit(
                new Change.Resume(id), receipt -> changed("resume-service", id, receipt)));
  }

  Reply check(Asked asked) {
    asked.only("debug");
    boolean debug = asked.flag("debug");
    var id = asked.segment("id");
    return asked.refusal().or(() -> uncheckable(id)).orElseGet(() -> checked(id, debug));
  }

  private Optional<Reply> uncheckable(String id) {
    return known(id)
        .map(entry ->
            entry.paused()
                ? Optional.of(Reply.problem(409, "the service is paused: resume it first"))
                : Optional.<Reply>empty())
        .orElseGet(() -> Optional.of(missing(id)));
  }

  /// The answer for one that is not watched: it may be kept all the same.
  private Reply missing(String id) {
    return parts
        .web()
        .registry()
        .roster()
        .shadowed(id)
        .map(other ->
            Reply.problem(
                409,
                "the service is shadowed, and so not watched: the configuration has a service of"
                    + " its id or name"))
        .orElseGet(() -> Stating.missing(id));
  }

  private Reply checked(String id, boolean debug) {
    try {
      var check =
          debug
              ? parts.checks().examined(id)
              : parts.checks().now(id).thenApply(after -> after.map(ControlOperations::unwatched));
      return check
          .toCompletableFuture()
          .get(parts.patience().toMillis(), TimeUnit.MILLISECONDS)
          .map(examined -> answered(200, examined, debug))
          .orElseGet(() -> missing(id));
    } catch (TimeoutException e) {
      return known(id)
          .map(entry -> answered(202, unwatched(entry), false))
          .orElseGet(() -> missing(id));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.unavailable("the server is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("checking " + id + " failed", e);
    }
  }

  private static Examined unwatched(BoardEntry entry) {
    return new Examined(entry, List.of());
  }

  private Reply answered(int status, Examined examined, boolean debug) {
    return Reply.json(
            status,
            json -> {
              json.writeStartObject();
              json.writeFieldName("service");
              whole(json, examined.entry());
              if (debug) {
                steps(json, examined.steps());
              }
              json.writeEndObject();
            })
        .after(Deed.Silent.NOTHING);
  }

  private static void steps(JsonGenerator json, List<Step> steps) throws IOException {
    json.writeArrayFieldStart("steps");
    for (var step : steps) {
      json.writeStartObject();
      json.writeNumberField("attempt", step.attempt());
      json.writeNumberField("at-ms", step.atNanos() / 1e6);
      json.writeStringField("step", step.what().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      Trees.field(json, "facts", step.facts());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private Reply changed(String what, String id, Receipt receipt) {
    return switch (receipt.result()) {
      case CHANGED -> shown(id).after(new Deed.Done(what, id, "changed"));
      case UNCHANGED -> shown(id).after(Deed.Silent.NOTHING);
      case NOT_FOUND -> missing(id);
      case CONFLICT -> Reply.problem(409, parts.web().conflict(id, receipt.message()));
      case ADDED, REMOVED -> throw Stating.unexpected(receipt);
    };
  }

  private Reply shown(String id) {
    return known(id)
        .map(entry -> Reply.ok(json -> whole(json, entry)))
        .orElseGet(() -> missing(id));
  }

  /// Whoever comes here may change services.
  private void whole(JsonGenerator json, BoardEntry entry) throws IOException {
    view.write(json, entry, ServiceView.Extent.WHOLE, Showing.REDACTED);
  }

  private Optional<BoardEntry> known(String id) {
    return parts.web().board().byId(id);
  }
}
