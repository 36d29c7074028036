package dev.allwell.server.web;

import dev.allwell.engine.History;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Samples;
import dev.allwell.history.Step;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Stretch;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of the native API that tells what was: single ticks, roll-ups, events, uptime, response
/// times of one service.
///
/// Each request reads the store on a virtual thread of its own and is answered on its event loop.
final class HistoryApi {
  private static final String SERVICE = "/api/v1/services/:id";
  private static final Duration DAY = Duration.ofDays(1);
  private static final int MOST_TICKS = 10_000;
  private static final int MOST_ROLLUPS = 5_000;
  private static final int MOST_EVENTS = 1_000;
  private static final Map<String, Duration> WINDOWS = windows();

  private final History history;
  private final Registry registry;
  private final InstantSource clock;

  HistoryApi(History history, Registry registry, InstantSource clock) {
    this.history = history;
    this.registry = registry;
    this.clock = clock;
  }

  private static Map<String, Duration> windows() {
    var windows = new LinkedHashMap<String, Duration>();
    windows.put("1h", Duration.ofHours(1));
    windows.put("24h", DAY);
    windows.put("7d", DAY.multipliedBy(7));
    windows.put("30d", DAY.multipliedBy(30));
    windows.put("90d", DAY.multipliedBy(90));
    return windows;
  }

  void mount(Routes routes) {
    add(routes, "/ticks", this::ticks, "from", "to", "limit", "order", "cursor");
    add(routes, "/rollups", this::rollups, "from", "to", "step", "limit", "cursor");
    add(routes, "/events", this::events, "from", "to", "limit", "cursor");
    add(routes, "/uptime", this::uptime, "from", "to");
    add(routes, "/latency", this::latency, "from", "to", "quantiles");
  }

  private void add(Routes routes, String path, Operation operation, String... parameters) {
    routes.add(
        HttpMethod.GET,
        SERVICE + path,
        context -> {
          var id = Routes.parameter(context, "id");
          var roster = registry.roster();
          var service = roster.byId(id).or(() -> roster.shadowed(id));
          var query = new HistoryQuery(context.queryParams(), clock.instant(), parameters);
          if (service.isEmpty()) {
            Answers.error(context.response(), 404, "no service has the id " + id);
            return;
          }
          var reading = operation.of(service.get(), query);
          if (query.faults().isEmpty()) {
            Blocking.call(context, reading::read, answer -> answer.give(context));
          } else {
            ProblemJson.send(context.response(), 400, "the query cannot be used", query.faults());
          }
        });
  }

  /// Newest first, unless asked otherwise. A page may hold a few ticks more than its limit, since
  /// it ends between two milliseconds.
  private Reading ticks(Registration service, HistoryQuery query) {
    var range = query.range(DAY);
    int limit = query.limit(1000, MOST_TICKS);
    boolean back = query.newestFirst();
    var cursor = query.moment("cursor");
    var from = back ? range.from() : cursor.orElse(range.from());
    var to = back ? cursor.orElse(range.to()) : range.to();
    var order = back ? Samples.Order.NEWEST_FIRST : Samples.Order.OLDEST_FIRST;
    return () -> {
      var ticks = history.ticks(service.number(), from, to, limit, order);
      return page(service, "ticks", ticks, HistoryJson::tick, next(ticks, limit, back));
    };
  }

  private static @Nullable String next(List<Sample> ticks, int limit, boolean back) {
    if (ticks.size() < limit) {
      return null;
    }
    var last = ticks.getLast().at();
    return (back ? last : last.plusMillis(1)).toString();
  }

  /// Oldest first; a page covers as many buckets as its limit says, though it may hold fewer.
  private Reading rollups(Registration service, HistoryQuery query) {
    var range = query.range(DAY);
    var step = query.step();
    int limit = query.limit(1000, MOST_ROLLUPS);
    var asked = query.moment("cursor").orElse(range.from());
    var sinceCreated = service.created().minus(DAY); // nobody pages through the years before it
    var from = asked.isBefore(sinceCreated) ? sinceCreated : asked;
    return () -> {
      var end = end(from, step, limit);
      boolean more = end.isBefore(range.to());
      var rollups =
          history.rollups(service.number(), from, more ? end : range.to(), step).stream()
              .map(rollup -> HistoryJson.Told.of(rollup, HistoryJson.usual()))
              .toList();
      return page(service, "rollups", rollups, HistoryJson::rollup, more ? end.toString() : null);
    };
  }

  private static Instant end(Instant from, Step step, int buckets) {
    var begin = Instant.ofEpochMilli(step.floor(from.toEpochMilli()));
    return begin.plus(step.length().multipliedBy(buckets));
  }

  /// Newest first.
  private Reading events(Registration service, HistoryQuery query) {
    var from = query.moment("from").orElse(Instant.EPOCH);
    var to = query.moment("to").orElse(clock.instant());
    int limit = query.limit(100, MOST_EVENTS);
    long before = query.number("cursor", Long.MAX_VALUE, 0, Long.MAX_VALUE);
    return () -> {
      var events = history.stretches(service.number(), from, to, before, limit);
      return page(service, "events", events, HistoryJson::event, next(events, limit));
    };
  }

  private static @Nullable String next(List<Stretch> events, int limit) {
    return events.size() < limit ? null : Long.toString(events.getLast().number());
  }

  /// Of the range that is asked for, or of the usual ones.
  private Reading uptime(Registration service, HistoryQuery query) {
    var asked = query.range(DAY);
    boolean usual = !query.has("from") && !query.has("to");
    return () -> {
      var ranges = new ArrayList<HistoryJson.Named>();
      if (usual) {
        WINDOWS.forEach(
            (name, back) -> ranges.add(over(service, name, asked.to().minus(back), asked.to())));
      } else {
        ranges.add(over(service, null, asked.from(), asked.to()));
      }
      return context ->
          Answers.json(
              context.response(), 200, json -> HistoryJson.uptimes(json, service.id(), ranges));
    };
  }

  private HistoryJson.Named over(
      Registration service, @Nullable String name, Instant from, Instant to) {
    return new HistoryJson.Named(name, history.over(service.number(), from, to));
  }

  private Reading latency(Registration service, HistoryQuery query) {
    var range = query.range(DAY);
    double[] shares = query.quantiles("0.5,0.9,0.95,0.99");
    return () -> {
      var rollup = history.over(service.number(), range.from(), range.to());
      var told = HistoryJson.Told.of(rollup, shares);
      return context ->
          Answers.json(
              context.response(),
              200,
              json -> HistoryJson.latency(json, service.id(), told, shares));
    };
  }

  private static <T> Answer page(
      Registration service,
      String name,
      List<T> items,
      JsonList.Item<T> each,
      @Nullable String nextOrNull) {
    return context ->
        Outflow.send(
            context,
            Json.TYPE,
            new JsonList<T>(
                json -> {
                  json.writeStartObject();
                  json.writeStringField("service", service.id());
                  json.writeArrayFieldStart(name);
                },
                items.iterator(),
                each,
                json -> {
                  json.writeEndArray();
                  json.writeStringField("next", nextOrNull);
                  json.writeEndObject();
                }));
  }

  /// Makes of a service and a query what is to be read.
  @FunctionalInterface
  private interface Operation {
    Reading of(Registration service, HistoryQuery query);
  }

  /// Reads the store. Blocks.
  @FunctionalInterface
  private interface Reading {
    Answer read();
  }

  /// Writes what was read, on the event loop.
  @FunctionalInterface
  private interface Answer {
    void give(RoutingContext context);
  }
}
