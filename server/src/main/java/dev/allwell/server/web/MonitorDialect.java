package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.definition.Definition;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OverloadedException;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Report;
import dev.allwell.model.Service;
import dev.allwell.server.access.OwnAddress;
import dev.allwell.server.access.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service monitor said: `/register`, and its form of `/metrics`.
final class MonitorDialect {
  private static final Logger log = LoggerFactory.getLogger(MonitorDialect.class);

  private final WebParts parts;
  private final Limits limits;
  private final Traffic traffic;
  private final Access access;
  private final Trail trail;

  MonitorDialect(WebParts parts, Limits limits, Traffic traffic, Access access, Trail trail) {
    this.parts = parts;
    this.limits = limits;
    this.traffic = traffic;
    this.access = access;
    this.trail = trail;
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.POST, "/register", this::register);
    routes.add(HttpMethod.DELETE, "/register/:id", this::remove);
  }

  /// All services, by id, as an array.
  JsonList<BoardEntry> metrics() {
    return new JsonList<>(
        JsonGenerator::writeStartArray,
        parts.board().entries(),
        MonitorDialect::entry,
        JsonGenerator::writeEndArray);
  }

  private static void entry(JsonGenerator json, BoardEntry entry) throws IOException {
    var service = entry.registration().service();
    var report = entry.state().report();
    json.writeStartObject();
    json.writeStringField("id", service.id());
    Json.text(json, "url", service.url());
    json.writeObjectFieldStart("metrics");
    json.writeBooleanField("ready", entry.ready());
    json.writeStringField("health", entry.health().code());
    json.writeNumberField("uptime_sec", report.map(Report::uptimeSeconds).orElse(0L));
    json.writeNumberField("request_count", report.map(Report::requestCount).orElse(0L));
    json.writeNumberField("error_count", report.map(Report::errorCount).orElse(0L));
    json.writeNumberField("error_rate", report.map(Report::errorRate).orElse(0.0));
    if (entry.ageNanos() >= 0) {
      json.writeNumberField(
          "last_checked_age_sec", Duration.ofNanos(entry.ageNanos()).toMillis() / 1e3);
    } else {
      json.writeNullField("last_checked_age_sec");
    }
    json.writeObjectFieldStart("attributes");
    for (var attribute : entry.attributes().entrySet()) {
      Json.text(json, Json.wellFormed(attribute.getKey()), attribute.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void register(RoutingContext context) {
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
    switch (PlainJson.read(bytes)) {
      case PlainJson.Reading.Unreadable unreadable ->
          Answers.problems(context.response(), unreadable.problems());
      case PlainJson.Reading.Keys keys -> define(context, keys);
    }
  }

  private void define(RoutingContext context, PlainJson.Reading.Keys keys) {
    switch (parts.registrations().apply(keys.keys())) {
      case Definition.Refused refused -> Answers.problems(context.response(), refused.problems());
      case Definition.Defined defined -> admit(context, defined.service());
    }
  }

  private void admit(RoutingContext context, Service service) {
    var caller = Routes.caller(context);
    var refusal = access.register(caller, service.check().endpoint().host());
    if (refusal.isPresent()) {
      traffic.refused();
      Answers.refuse(context.response(), refusal.get());
      return;
    }
    var admitted = caller.may(Scope.REGISTER_ANY) ? service : OwnAddress.staying(service);
    submit(
        context,
        new Change.Register(admitted, access.permit(caller)),
        receipt -> registered(context, service.id(), receipt));
  }

  private void registered(RoutingContext context, String id, Receipt receipt) {
    var response = context.response();
    switch (receipt.result()) {
      case ADDED, CHANGED -> {
        trail.note(context, "register", id, code(receipt));
        response.setStatusCode(201).end();
      }
      case UNCHANGED -> {
        Trail.nothing(context);
        response.setStatusCode(201).end();
      }
      case CONFLICT -> Answers.error(response, 409, conflict(context, id, receipt));
      case REMOVED, NOT_FOUND ->
          throw new IllegalStateException("not an answer to a registration: " + receipt);
    }
  }

  private void remove(RoutingContext context) {
    var id = Routes.parameter(context, "id");
    var change = new Change.Deregister(id, access.permit(Routes.caller(context)));
    submit(context, change, receipt -> removed(context, id, receipt));
  }

  private void removed(RoutingContext context, String id, Receipt receipt) {
    var response = context.response();
    switch (receipt.result()) {
      case REMOVED -> {
        trail.note(context, "deregister", id, code(receipt));
        response.setStatusCode(204).end();
      }
      case NOT_FOUND -> missing(response, id);
      case CONFLICT -> {
        if (maySee(context)) {
          Answers.error(response, 409, conflict(context, id, receipt));
        } else {
          missing(response, id);
        }
      }
      case ADDED, CHANGED, UNCHANGED ->
          throw new IllegalStateException("not an answer to a removal: " + receipt);
    }
  }

  private static void missing(HttpServerResponse response, String id) {
    Answers.notFound(response, "Service not found", "service", id);
  }

  /// Why a change was refused; where the configuration lies is for whoever may see what it says.
  private String conflict(RoutingContext context, String id, Receipt receipt) {
    return maySee(context) ? parts.conflict(id, receipt.message()) : receipt.message();
  }

  /// Whether a caller may know of services that are not his own.
  private static boolean maySee(RoutingContext context) {
    return Routes.caller(context).may(Scope.READ);
  }

  private static String code(Receipt receipt) {
    return receipt.result().name().toLowerCase(Locale.ROOT);
  }

  private void submit(RoutingContext context, Change change, Consumer<Receipt> answer) {
    var loop = context.vertx().getOrCreateContext();
    Future.fromCompletionStage(parts.registry().submit(List.of(change)), loop)
        .timeout(limits.answer().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(receipts -> answer.accept(receipts.getFirst()))
        .onFailure(trouble -> explain(context.response(), trouble));
  }

  /// Says what went wrong with our own store.
  static void explain(HttpServerResponse response, Throwable trouble) {
    switch (trouble) {
      case OverloadedException overloaded -> unavailable(response, said(overloaded));
      case LedgerException full when full.outOfSpace() ->
          Answers.error(response, 507, "no space left: " + said(full));
      case LedgerException ledger -> unavailable(response, said(ledger));
      case TimeoutException late ->
          unavailable(response, "the store did not confirm in time; ask again");
      default -> {
        log.error("a change could not be handled", trouble);
        Answers.error(response, 500, "Internal error");
      }
    }
  }

  private static String said(RuntimeException trouble) {
    return String.valueOf(trouble.getMessage());
  }

  private static void unavailable(HttpServerResponse response, String reason) {
    response.putHeader(HttpHeaders.RETRY_AFTER, "1");
    Answers.error(response, 503, reason);
  }
}
