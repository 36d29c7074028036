package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.server.access.Audit;
import dev.allwell.server.access.AuditBook.Numbered;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The audit log over HTTP: `/api/v1/audit`, newest first, by `limit` and `cursor`.
final class AuditApi {
  private static final int USUAL = 100;
  private static final int MOST = 1000;
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,17}");

  private final Audit audit;

  AuditApi(Audit audit) {
    this.audit = audit;
  }

  void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/api/v1/audit", this::list);
  }

  private void list(RoutingContext context) {
    var limit = number(context, "limit", USUAL);
    var cursor = number(context, "cursor", Long.MAX_VALUE);
    if (limit.isEmpty() || limit.getAsLong() > MOST) {
      refuse(context, "limit", "expected a number from 1 to " + MOST);
    } else if (cursor.isEmpty()) {
      refuse(context, "cursor", "expected what a page before gave as next");
    } else {
      int most = Math.toIntExact(limit.getAsLong());
      Blocking.call(
          context,
          () -> audit.newest(most, cursor.getAsLong()),
          entries -> Answers.json(context.response(), 200, json -> write(json, entries, most)));
    }
  }

  private static void refuse(RoutingContext context, String parameter, String detail) {
    ProblemJson.refuseQuery(
        context.response(), List.of(new ProblemJson.Fault(detail, parameter, false)));
  }

  private static OptionalLong number(RoutingContext context, String name, long otherwise) {
    var given = context.queryParams().get(name);
    if (given == null) {
      return OptionalLong.of(otherwise);
    }
    return NUMBER.matcher(given).matches()
        ? OptionalLong.of(Long.parseLong(given))
        : OptionalLong.empty();
  }

  private static void write(JsonGenerator json, List<Numbered> entries, int most)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("entries");
    for (var numbered : entries) {
      var entry = numbered.entry();
      json.writeStartObject();
      json.writeNumberField("number", numbered.number());
      json.writeStringField("at", entry.at().toString());
      Json.text(json, "who", entry.who());
      Json.text(json, "from", entry.from());
      Json.text(json, "what", entry.what());
      Json.text(json, "subject", entry.subject());
      Json.text(json, "result", entry.result());
      json.writeEndObject();
    }
    json.writeEndArray();
    if (entries.size() == most) {
      json.writeStringField("next", Long.toString(entries.getLast().number()));
    } else {
      json.writeNullField("next");
    }
    json.writeEndObject();
  }
}
