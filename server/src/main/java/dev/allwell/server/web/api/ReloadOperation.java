package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.server.reload.ReloadState;
import dev.allwell.server.web.Json;
import dev.allwell.server.web.ProblemJson.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reading the configuration now: what is good holds from then on, what is not changes nothing.
final class ReloadOperation {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_PROBLEMS = 100;

  private final Optional<ApiParts.Configured> configured;

  ReloadOperation(ApiParts parts) {
    this.configured = parts.inside().configured();
  }

  Reply reload(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() ->
            configured
                .map(ReloadOperation::reloaded)
                .orElseGet(() ->
                    Reply.problem(
                        409, "there is no configuration: the server was started without one")));
  }

  private static Reply reloaded(ApiParts.Configured configured) {
    try {
      return answered(
          configured
              .reload()
              .get()
              .toCompletableFuture()
              .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Reply.unavailable("reading the configuration takes long, and goes on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reply.unavailable("the server is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("the configuration could not be reloaded", e);
    }
  }

  private static Reply answered(ReloadState state) {
    return switch (state.last()) {
      case APPLIED, UNCHANGED ->
          Reply.ok(json -> write(json, state))
              .after(new Deed.Done("reload", state.path(), state.summary()));
      case REFUSED ->
          Reply.problem(422, "nothing was changed: " + state.summary(), faults(state.problems()));
      case FAILED -> Reply.unavailable("nothing was changed: " + state.summary());
    };
  }

  private static List<Fault> faults(List<String> problems) {
    return problems.stream().limit(MOST_PROBLEMS).map(Fault::elsewhere).toList();
  }

  /// How the configuration stands.
  static void write(JsonGenerator json, ReloadState state) throws IOException {
    json.writeStartObject();
    Json.text(json, "path", state.path());
    json.writeStringField("at", state.attempted().toString());
    json.writeBooleanField("applied", state.good());
    time(json, "applied-at", state.applied());
    Json.text(json, "summary", state.summary());
    Trees.field(json, "problems", state.problems());
    Trees.field(json, "need-restart", state.needRestart());
    json.writeEndObject();
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
