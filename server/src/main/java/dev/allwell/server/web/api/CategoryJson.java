package dev.allwell.server.web.api;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.allwell.definition.Durations;
import dev.allwell.engine.CategoryView;
import dev.allwell.engine.Member;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Source;
import dev.allwell.model.SwitchedOff;
import dev.allwell.server.web.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/// A category as the native API shows it: what was stated, whether it is off, what it comes to.
final class CategoryJson {
  private final InstantSource clock;

  CategoryJson(InstantSource clock) {
    this.clock = clock;
  }

  static String path(String name) {
    return "/api/v1/categories/"
        + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// All of them without what they come to, and what was said of the whole.
  void writeAll(JsonGenerator json, SortedSet<String> names, Categories categories)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("categories");
    for (String name : names) {
      json.writeStartObject();
      stated(json, name, categories);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("acks");
    for (Map.Entry<Source, Ack> said : categories.acks().entrySet()) {
      json.writeStartObject();
      json.writeStringField("source", said.getKey().code());
      json.writeBooleanField("holds", said.getValue().holds(clock.instant()));
      json.writeFieldName("ack");
      AckOperations.write(json, said.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// @param view of this category alone
  void write(JsonGenerator json, CategoryView view, Categories categories) throws IOException {
    json.writeStartObject();
    stated(json, view.asked().getFirst().name(), categories);
    json.writeBooleanField("ok", view.good());
    json.writeBooleanField("good-to-go", view.goodToGo());
    if (view.severity().isPresent()) {
      json.writeNumberField("severity", view.severity().getAsInt());
    } else {
      json.writeNullField("severity");
    }
    json.writeNumberField("total", view.members().size());
    json.writeNumberField("failing", view.failing().size());
    json.writeNumberField("acknowledged", view.acknowledged());
    Trees.field(json, "services", view.members().stream().map(CategoryJson::id).toList());
    Trees.field(json, "paused", view.paused().stream().map(CategoryJson::id).toList());
    json.writeEndObject();
  }

  private static String id(Member member) {
    return member.entry().registration().id();
  }

  private static void stated(JsonGenerator json, String name, Categories categories)
      throws IOException {
    var category = categories.of(name);
    var source = categories.statement(name).map(known -> known.source().code());
    Json.text(json, "name", name);
    nullable(json, "source", source);
    nullable(json, "period", category.period().map(Durations::text));
    json.writeBooleanField("resilient", category.resilient());
    json.writeBooleanField("sticky", category.sticky());
    json.writeBooleanField("enabled", categories.enabled(name));
    off(json, Optional.ofNullable(categories.off().get(name)));
  }

  private static void off(JsonGenerator json, Optional<SwitchedOff> off) throws IOException {
    if (off.isEmpty()) {
      json.writeNullField("off");
      return;
    }
    json.writeObjectFieldStart("off");
    json.writeStringField("at", off.get().at().toString());
    json.writeBooleanField("tripped", off.get().tripped());
    nullable(json, "by", Optional.of(off.get().by()).filter(by -> !by.isEmpty()));
    json.writeEndObject();
  }

  private static void nullable(JsonGenerator json, String field, Optional<String> text)
      throws IOException {
    if (text.isPresent()) {
      Json.text(json, field, text.get());
    } else {
      json.writeNullField(field);
    }
  }
}
