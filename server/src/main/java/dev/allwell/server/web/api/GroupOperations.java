package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.definition.Showing;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Views;
import dev.allwell.model.Health;
import dev.allwell.server.web.Json;
import dev.allwell.server.web.WebParts;
import java.io.IOException;
import java.util.EnumMap;

/// Groups, each with how its services stand.
final class GroupOperations {
  private final Views views;
  private final ServiceView view;

  GroupOperations(WebParts web) {
    this.views = new Views(web.board());
    this.view = new ServiceView(web.aggregate());
  }

  Reply list(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() -> {
          var groups = views.groups().values();
          return Reply.ok(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("groups");
            for (var group : groups) {
              json.writeStartObject();
              summary(json, group);
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          });
        });
  }

  Reply read(Asked asked) {
    asked.only();
    var name = asked.segment("group");
    return asked
        .refusal()
        .orElseGet(() ->
            views
                .group(name)
                .map(group -> whole(group, asked.showing()))
                .orElseGet(
                    () -> Reply.problem(404, "no service is in the group \"" + name + "\"")));
  }

  private Reply whole(Views.Group group, Showing showing) {
    return Reply.ok(json -> {
      json.writeStartObject();
      summary(json, group);
      json.writeArrayFieldStart("services");
      for (var entry : group.entries()) {
        view.write(json, entry, ServiceView.Extent.NONE, showing);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void summary(JsonGenerator json, Views.Group group) throws IOException {
    Json.text(json, "group", group.name());
    var percentage = group.healthPercentage();
    if (percentage.isPresent()) {
      json.writeNumberField("health-percentage", percentage.getAsDouble());
    } else {
      json.writeNullField("health-percentage");
    }
    json.writeNumberField("total", group.total());
    json.writeNumberField("good", group.good());
    json.writeNumberField("paused", group.entries().stream().filter(BoardEntry::paused).count());
    var counts = new EnumMap<Health, Integer>(Health.class);
    group.entries().stream()
        .filter(entry -> !entry.paused())
        .forEach(entry -> counts.merge(entry.health(), 1, Integer::sum));
    json.writeObjectFieldStart("health");
    for (var health : Health.values()) {
      json.writeNumberField(health.code(), counts.getOrDefault(health, 0));
    }
    json.writeEndObject();
  }
}
