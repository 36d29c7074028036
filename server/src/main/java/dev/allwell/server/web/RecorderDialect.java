package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.Chronicle;
import dev.allwell.model.Registration;
import dev.allwell.model.Stretch;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the uptime recorder said: `/v1/services`, their events, ticks and metrics.
///
/// A service's id is here the number of its registration. What it shows comes from the store, so
/// that the tick, the counters and the event of one check are seen together.
public final class RecorderDialect implements Dialect {
  private static final int SERVICES_AT_ONCE = 500;
  private static final int EVENTS_AT_ONCE = 1000;
  private static final int MOST_TICKS = 1000;
  private static final int MOST_ITEMS = 1_000_000;
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,30}");

  private final WebParts parts;
  private final Chronicle chronicle;
  private final Numbering numbering;
  private final StoreReads reads;

  public RecorderDialect(WebParts parts, Chronicle chronicle) {
    this.parts = parts;
    this.chronicle = chronicle;
    this.numbering = new Numbering(parts.registry());
    this.reads = new StoreReads(Limits.DEFAULT.answer());
  }

  @Override
  public void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/v1/_internal/health", this::health);
    routes.add(HttpMethod.GET, "/v1/services", this::services);
    routes.add(
        HttpMethod.GET, "/v1/services/:id", context -> one(context, MOST_ITEMS, this::service));
    routes.add(
        HttpMethod.GET,
        "/v1/services/:id/events",
        context -> one(context, MOST_ITEMS, this::events));
    routes.add(
        HttpMethod.GET, "/v1/services/:id/ticks", context -> one(context, MOST_TICKS, this::ticks));
    routes.add(
        HttpMethod.GET,
        "/v1/services/:id/metrics",
        context -> one(context, MOST_ITEMS, this::metrics));
  }

  private void health(RoutingContext context) {
    Envelope.bare(context.response(), parts.supervisor().alive() ? 200 : 503);
  }

  private void services(RoutingContext context) {
    paging(context, MOST_ITEMS)
        .ifPresent(
            asked -> reads.answer(context, Envelope.TYPE, answer -> list(answer, asked.paging)));
  }

  private void list(PiecewiseAnswer answer, Optional<Paging> paging) throws IOException {
    var all = numbering.all();
    var wanted = paging.map(page -> page(all, page)).orElse(all);
    var reading = chronicle.reading();
    try (var json = begin(answer, "services")) {
      json.writeArrayFieldStart("data");
      for (int i = 0; i < wanted.size(); i += SERVICES_AT_ONCE) {
        var some = wanted.subList(i, Math.min(i + SERVICES_AT_ONCE, wanted.size()));
        for (var account : reads.read(() -> reading.accounts(some))) {
          RecorderJson.service(json, account);
        }
        json.flush();
        answer.flow();
      }
      json.writeEndArray();
      finish(answer, json, paging, all.size());
    }
  }

  private static List<Registration> page(List<Registration> all, Paging page) {
    int from = (int) Math.min(page.skip(), all.size());
    return all.subList(from, (int) Math.min((long) from + page.limit(), all.size()));
  }

  private void service(PiecewiseAnswer answer, Registration known, Optional<Paging> paging)
      throws IOException {
    var account = reads.read(() -> chronicle.reading().account(known));
    try (var json = begin(answer, "service")) {
      json.writeFieldName("data");
      RecorderJson.service(json, account);
      finish(answer, json, Optional.empty(), 1);
    }
  }

  private void metrics(PiecewiseAnswer answer, Registration known, Optional<Paging> paging)
      throws IOException {
    var account = reads.read(() -> chronicle.reading().account(known));
    try (var json = Json.to(answer.text())) {
      Envelope.open(json);
      json.writeFieldName("metric");
      RecorderJson.nestedMetric(json, account.tally());
      Envelope.close(json);
      json.flush();
      answer.end();
    }
  }

  private void ticks(PiecewiseAnswer answer, Registration known, Optional<Paging> asked)
      throws IOException {
    var page = asked.orElse(new Paging(1, MOST_TICKS));
    var reading = chronicle.reading();
    var ticks =
        reads.read(() -> {
          reading.account(known);
          return reading.ticks(known.number(), page.skip(), page.limit());
        });
    try (var json = begin(answer, "ticks")) {
      json.writeArrayFieldStart("data");
      for (var tick : ticks.ticks()) {
        RecorderJson.tick(json, tick);
      }
      json.writeEndArray();
      finish(answer, json, Optional.of(page), ticks.total());
    }
  }

  private void events(PiecewiseAnswer answer, Registration known, Optional<Paging> asked)
      throws IOException {
    var reading = chronicle.reading();
    reads.read(() -> reading.account(known));
    if (asked.isEmpty()) {
      allEvents(answer, known, reading);
      return;
    }
    var page = asked.get();
    var found = reads.read(() -> reading.page(known.number(), page.skip(), page.limit()));
    try (var json = begin(answer, "events")) {
      json.writeArrayFieldStart("data");
      for (var stretch : found.stretches()) {
        RecorderJson.event(json, stretch);
      }
      json.writeEndArray();
      finish(answer, json, asked, found.total());
    }
  }

  private void allEvents(PiecewiseAnswer answer, Registration known, Chronicle.Reading reading)
      throws IOException {
    try (var json = begin(answer, "events")) {
      json.writeArrayFieldStart("data");
      var some = below(known, reading, Long.MAX_VALUE);
      while (!some.isEmpty()) {
        for (var stretch : some) {
          RecorderJson.event(json, stretch);
        }
        json.flush();
        answer.flow();
        some = below(known, reading, some.getLast().number());
      }
      json.writeEndArray();
      finish(answer, json, Optional.empty(), 0);
    }
  }

  private List<Stretch> below(Registration known, Chronicle.Reading reading, long below) {
    return reads.read(() -> reading.stretches(known.number(), below, EVENTS_AT_ONCE));
  }

  private static JsonGenerator begin(PiecewiseAnswer answer, String key) throws IOException {
    var json = Json.to(answer.text());
    Envelope.open(json);
    json.writeObjectFieldStart(key);
    return json;
  }

  private static void finish(
      PiecewiseAnswer answer, JsonGenerator json, Optional<Paging> paging, long total)
      throws IOException {
    if (paging.isPresent()) {
      paging.get().write(json, total);
    }
    json.writeEndObject();
    Envelope.close(json);
    json.flush();
    answer.end();
  }

  /// Answers about one service, if the path names one.
  private void one(RoutingContext context, int most, OfOne work) {
    var text = context.pathParam("id");
    var number = number(text);
    if (number.isEmpty()) {
      Envelope.error(context.response(), 400, "id: \"" + text + "\" is not an integer");
      return;
    }
    paging(context, most)
        .ifPresent(asked ->
            reads.answer(
                context,
                Envelope.TYPE,
                answer -> {
                  var known = numbering.byNumber(number.get());
                  if (known.isPresent()) {
                    work.answer(answer, known.get(), asked.paging);
                  } else {
                    answer.instead(
                        () -> Envelope.error(context.response(), 404, "record not found"));
                  }
                }));
  }

  private static Optional<Long> number(String text) {
    try {
      return INTEGER.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // beyond 64 bits
    }
  }

  /// Empty when it was answered that there is no such page.
  private static Optional<Asked> paging(RoutingContext context, int most) {
    var query = context.queryParams();
    try {
      return Optional.of(new Asked(Paging.asked(query.get("page"), query.get("limit"), most)));
    } catch (Paging.Malformed e) {
      Envelope.error(context.response(), 400, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private record Asked(Optional<Paging> paging) {}

  /// What is answered about one service.
  @FunctionalInterface
  private interface OfOne {
    void answer(PiecewiseAnswer answer, Registration known, Optional<Paging> paging)
        throws IOException;
  }
}
