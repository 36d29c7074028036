package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.engine.CategoryView;
import dev.allwell.engine.Member;
import dev.allwell.model.Category;
import dev.allwell.model.Sample;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/// The FT health document of some categories.
final class HealthJson {
  private final HealthDialect.Called called;

  HealthJson(HealthDialect.Called called) {
    this.called = called;
  }

  /// @param etcdLost since when what etcd states has not been known
  JsonList<Member> document(CategoryView view, Optional<Instant> etcdLost) {
    return new JsonList<>(
        json -> {
          json.writeStartObject();
          json.writeNumberField("schemaVersion", 1);
          Json.text(json, "systemCode", called.systemCode());
          Json.text(json, "name", called.name());
          Json.text(json, "description", description(view, etcdLost));
          json.writeArrayFieldStart("checks");
        },
        view.members().iterator(),
        HealthJson::check,
        json -> {
          json.writeEndArray();
          json.writeBooleanField("ok", view.ok());
          if (view.severity().isPresent()) {
            json.writeNumberField("severity", view.severity().getAsInt());
          }
          json.writeEndObject();
        });
  }

  /// The ack of the whole comes last.
  private static String description(CategoryView view, Optional<Instant> etcdLost) {
    var names = view.asked().stream().map(Category::name).collect(Collectors.joining(", "));
    var whole = view.ack().map(ack -> " Cluster is acknowledged: " + ack.message()).orElse("");
    var stale = etcdLost.map(at -> " What etcd states is stale since " + at + ".").orElse("");
    return "Health of the services in " + names + "." + stale + whole;
  }

  private static void check(JsonGenerator json, Member member) throws IOException {
    var service = member.entry().registration().service();
    var guidance = service.labels().guidance();
    json.writeStartObject();
    json.writeStringField("id", service.id());
    Json.text(json, "name", service.name());
    json.writeBooleanField("ok", member.ok());
    json.writeNumberField("severity", member.severity());
    Json.text(json, "businessImpact", guidance.businessImpact());
    Json.text(json, "technicalSummary", guidance.technicalSummary());
    Json.text(json, "panicGuide", guidance.panicGuide());
    Json.text(json, "checkOutput", output(member));
    var last = member.entry().state().tally().latest().map(Sample::at);
    if (last.isPresent()) {
      json.writeStringField("lastUpdated", last.get().toString());
    } else {
      json.writeNullField("lastUpdated");
    }
    if (member.ack().isPresent()) {
      Json.text(json, "ack", member.ack().get().message());
    }
    json.writeEndObject();
  }

  static String output(Member member) {
    return member.ack().isPresent() ? "ACKED - " + member.output() : member.output();
  }
}
