package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.server.access.Tokens;
import dev.allwell.server.access.Tokens.Made;
import dev.allwell.server.access.Tokens.Result;
import dev.allwell.server.access.Tokens.Standing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens over HTTP: `/api/v1/tokens`. The text of one is told once, by the answer that makes
/// it.
final class TokensApi {
  private static final String PATH = "/api/v1/tokens";

  private final Tokens tokens;
  private final Traffic traffic;
  private final Trail trail;

  TokensApi(Tokens tokens, Traffic traffic, Trail trail) {
    this.tokens = tokens;
    this.traffic = traffic;
    this.trail = trail;
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.GET, PATH, this::list);
    routes.add(HttpMethod.POST, PATH, this::make);
    routes.add(HttpMethod.DELETE, PATH + "/:name", this::revoke);
  }

  private void list(RoutingContext context) {
    Answers.json(
        context.response(),
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("tokens");
          for (var standing : tokens.list()) {
            write(json, standing, null);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void make(RoutingContext context) {
    Body.receive(
        context.request(),
        traffic,
        bytes -> {
          try {
            read(context, bytes);
          } catch (RuntimeException e) {
            context.fail(e);
          }
        });
  }

  private void read(RoutingContext context, byte[] bytes) {
    switch (TokenWish.read(bytes)) {
      case TokenWish.Reading.Faulty(var faults) -> faulty(context, faults);
      case TokenWish.Reading.Read(var wish) ->
          Blocking.call(
              context,
              () -> tokens.make(wish.name(), wish.scope(), wish.lifeOrNull()),
              result -> made(context, result));
    }
  }

  private void made(RoutingContext context, Result<Made> result) {
    switch (result) {
      case Result.Refused<Made>(var why) -> refused(context, why);
      case Result.Done<Made>(var made) -> {
        var token = made.token();
        var noted =
            trail.note(context, "create-token", token.name(), "added: " + token.scope().code());
        Blocking.after(
            context,
            noted,
            () -> {
              context.response().putHeader(HttpHeaders.LOCATION, PATH + "/" + token.name());
              Answers.json(
                  context.response(),
                  201,
                  json -> write(json, new Standing(token, null, false), made.text()));
            });
      }
    }
  }

  private void revoke(RoutingContext context) {
    var name = Routes.parameter(context, "name");
    Blocking.call(
        context,
        () -> tokens.revoke(name),
        result -> {
          switch (result) {
            case Result.Refused<?>(var why) -> refused(context, why);
            case Result.Done<?> _ ->
                Blocking.after(
                    context,
                    trail.note(context, "revoke-token", name, "removed"),
                    () -> gone(context));
          }
        });
  }

  private static void gone(RoutingContext context) {
    context.response().headers().remove(HttpHeaders.CONTENT_TYPE);
    context.response().setStatusCode(204).end();
  }

  private static void refused(RoutingContext context, Tokens.Refusal why) {
    var response = context.response();
    switch (why) {
      case NAME_TAKEN -> Answers.error(response, 409, "there is a token of this name already");
      case TOO_MANY ->
          Answers.error(
              response, 409, "there are " + Tokens.MOST + " tokens, and no more are made");
      case NOT_FOUND -> Answers.error(response, 404, "there is no token of this name");
      case OF_THE_FILE ->
          Answers.error(response, 409, "the configuration names this token: remove it there");
    }
  }

  private static void faulty(RoutingContext context, List<ProblemJson.Fault> faults) {
    var body =
        Json.bytes(json -> ProblemJson.write(json, 400, "this is no wish for a token", faults));
    context
        .response()
        .setStatusCode(400)
        .putHeader(HttpHeaders.CONTENT_TYPE, ProblemJson.TYPE)
        .end(Buffer.buffer(body));
  }

  private static void write(JsonGenerator json, Standing standing, @Nullable String textOrNull)
      throws IOException {
    var token = standing.token();
    json.writeStartObject();
    json.writeStringField("name", token.name());
    json.writeStringField("scope", token.scope().code());
    json.writeStringField("origin", token.origin().code());
    json.writeStringField("created", token.created().toString());
    time(json, "expires", token.expires());
    time(json, "used", standing.used());
    json.writeBooleanField("expired", standing.expired());
    if (textOrNull != null) {
      json.writeStringField("token", textOrNull);
    }
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
