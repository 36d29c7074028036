package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Source;
import dev.allwell.model.SwitchedOff;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Categories and acks as JSON text: instants and durations in ISO-8601.
final class CategoryCodec {
  /// Under this name stands what was said of the whole: no category has it.
  static final String WHOLE = "";

  private static final String OFF = "off";

  private CategoryCodec() {}

  /// One text for each category of which anybody said anything, and one for the whole.
  static Map<String, String> write(Categories categories) {
    var texts = new TreeMap<String, String>();
    var names = new TreeSet<>(categories.stated().keySet());
    names.addAll(categories.off().keySet());
    for (String name : names) {
      var root = JsonNodeFactory.instance.objectNode();
      categories
          .stated()
          .getOrDefault(name, Map.of())
          .forEach((source, category) -> write(category, root.putObject(source.name())));
      var off = categories.off().get(name);
      if (off != null) {
        root.putObject(OFF).put("at", off.at().toString()).put("by", off.by());
      }
      texts.put(name, DefinitionCodec.text(root));
    }
    if (!categories.acks().isEmpty()) {
      var root = JsonNodeFactory.instance.objectNode();
      categories.acks().forEach((source, ack) -> root.set(source.name(), write(ack)));
      texts.put(WHOLE, DefinitionCodec.text(root));
    }
    return texts;
  }

  private static void write(Category category, ObjectNode to) {
    category.period().ifPresent(period -> to.put("period", period.toString()));
    to.put("resilient", category.resilient());
    to.put("sticky", category.sticky());
    to.put("enabled", category.enabled());
  }

  static ObjectNode write(Ack ack) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("message", ack.message()).put("author", ack.author()).put("at", ack.at().toString());
    ack.expires().ifPresent(expires -> node.put("expires", expires.toString()));
    return node;
  }

  /// What is known so far, and what one text says besides.
  ///
  /// @throws IllegalArgumentException when the text is not what was written
  /// @throws java.time.DateTimeException likewise
  static Categories read(Categories known, String name, String text) {
    var more = known;
    for (var member : DefinitionCodec.tree(text).properties()) {
      var value = member.getValue();
      if (name.equals(WHOLE)) {
        more = more.acked(Source.valueOf(member.getKey()), readAck(value));
      } else if (member.getKey().equals(OFF)) {
        var at = Instant.parse(value.required("at").textValue());
        more = more.off(name, new SwitchedOff(at, value.required("by").textValue()));
      } else {
        more = more.with(readCategory(name, Source.valueOf(member.getKey()), value));
      }
    }
    return more;
  }

  private static Category readCategory(String name, Source source, JsonNode from) {
    return new Category(
        name,
        source,
        from.has("period") ? Duration.parse(from.required("period").textValue()) : null,
        from.required("resilient").booleanValue(),
        from.required("sticky").booleanValue(),
        from.required("enabled").booleanValue());
  }

  static Ack readAck(JsonNode from) {
    return new Ack(
        from.required("message").textValue(),
        from.required("author").textValue(),
        Instant.parse(from.required("at").textValue()),
        from.has("expires") ? Instant.parse(from.required("expires").textValue()) : null);
  }

  /// How a row is named in messages.
  static String shown(String name) {
    return name.equals(WHOLE) ? "acks of the whole" : "category \"%s\"".formatted(name);
  }
}
