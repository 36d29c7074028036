package dev.allwell.server.web;

import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Views;
import dev.allwell.model.Registration;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/// What the aggregator said: `/status`, `/services`, `/groups`.
final class AggregatorDialect {
  private final WebParts parts;
  private final Views views;

  AggregatorDialect(WebParts parts) {
    this.parts = parts;
    this.views = new Views(parts.board());
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/status", this::statuses);
    routes.add(HttpMethod.GET, "/status/:name", this::status);
    routes.add(HttpMethod.GET, "/services", this::services);
    routes.add(HttpMethod.GET, "/groups", this::groups);
    routes.add(HttpMethod.GET, "/groups/:group", this::group);
  }

  private void statuses(RoutingContext context) {
    Outflow.send(
        context,
        Json.TYPE,
        new JsonList<BoardEntry>(
            json -> {
              json.writeStartObject();
              json.writeObjectFieldStart("services");
            },
            parts.board().entries(),
            ServiceJson::field,
            json -> {
              json.writeEndObject();
              json.writeEndObject();
            }));
  }

  private void status(RoutingContext context) {
    var name = Routes.parameter(context, "name");
    parts
        .registry()
        .roster()
        .byName(name)
        .map(Registration::id)
        .flatMap(parts.board()::byId)
        .ifPresentOrElse(
            entry -> Answers.json(context.response(), 200, json -> ServiceJson.object(json, entry)),
            () -> Answers.notFound(context.response(), "Service not found", "service", name));
  }

  private void services(RoutingContext context) {
    var counted = new int[1];
    Outflow.send(
        context,
        Json.TYPE,
        new JsonList<BoardEntry>(
            json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("services");
            },
            parts.board().entries(),
            (json, entry) -> {
              json.writeString(entry.registration().service().name());
              counted[0]++;
            },
            json -> {
              json.writeEndArray();
              json.writeNumberField("count", counted[0]);
              json.writeEndObject();
            }));
  }

  private void groups(RoutingContext context) {
    Outflow.send(
        context,
        Json.TYPE,
        out -> new GroupsText(Json.to(out), views.groups().values().iterator()));
  }

  private void group(RoutingContext context) {
    var name = Routes.parameter(context, "group");
    views
        .group(name)
        .ifPresentOrElse(
            group ->
                Outflow.send(
                    context,
                    Json.TYPE,
                    new JsonList<BoardEntry>(
                        json -> GroupsText.begin(json, group),
                        group.entries().iterator(),
                        ServiceJson::field,
                        GroupsText::end)),
            () -> Answers.notFound(context.response(), "Group not found", "group", name));
  }
}
