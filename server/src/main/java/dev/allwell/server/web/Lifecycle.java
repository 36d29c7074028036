package dev.allwell.server.web;

import dev.allwell.engine.Supervisor;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;

/// Whether the program itself lives and is ready: `/livez`, `/readyz`, `/health`.
final class Lifecycle {
  private final Supervisor supervisor;
  private final InstantSource clock;
  private final Access access;
  private final Traffic traffic;
  private volatile Phase phase = Phase.STARTING;

  Lifecycle(WebParts parts, Access access, Traffic traffic) {
    this.supervisor = parts.supervisor();
    this.clock = parts.clock();
    this.access = access;
    this.traffic = traffic;
  }

  /// Where the program is in its life.
  enum Phase {
    STARTING,
    READY,
    STOPPING
  }

  /// Any thread.
  void enter(Phase next) {
    phase = next;
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/livez", this::live);
    routes.add(HttpMethod.GET, "/readyz", this::ready);
    routes.add(HttpMethod.GET, "/health", this::health);
  }

  private void live(RoutingContext context) {
    boolean alive = supervisor.alive();
    Answers.text(context.response(), alive ? 200 : 503, alive ? "ok\n" : "failed\n");
  }

  private void ready(RoutingContext context) {
    var now = phase;
    boolean ready = now == Phase.READY && supervisor.alive();
    var text = ready ? "ok\n" : now == Phase.READY ? "failed\n" : code(now) + "\n";
    int status = ready ? 200 : 503;
    if (!context.queryParams().contains("verbose")) {
      Answers.text(context.response(), status, text);
      return;
    }
    switch (access.pass(Door.READ, context.request())) {
      case Passage.Barred(var refusal) -> {
        traffic.refused();
        Answers.refuse(context.response(), refusal);
      }
      case Passage.Free _ -> Answers.text(context.response(), status, text + tree());
    }
  }

  private void health(RoutingContext context) {
    boolean alive = supervisor.alive();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    Answers.json(
        context.response(),
        alive ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringField("status", alive ? "ok" : "failed");
          json.writeStringField("timestamp", now);
          json.writeEndObject();
        });
  }

  private String tree() {
    return supervisor.tree().stream().map(Lifecycle::line).collect(Collectors.joining());
  }

  private static String line(Supervisor.Standing child) {
    var error = child.lastError().isEmpty() ? "" : " last-error=" + oneLine(child.lastError());
    return "%s %s restarts=%d%s%n"
        .formatted(
            child.name(),
            child.condition().name().toLowerCase(Locale.ROOT).replace('_', '-'),
            child.restarts(),
            error);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static String code(Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }
}
