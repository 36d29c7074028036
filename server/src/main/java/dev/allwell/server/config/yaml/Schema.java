package dev.allwell.server.config.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.allwell.definition.Section;
import dev.allwell.definition.Shape;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The JSON Schema (draft 2020-12) of a configuration, made of what the readers ask for: it knows
/// the keys that they know, and nothing else.
///
/// It helps who writes in an editor, and takes everything that the readers take: a text with `${`
/// may stand anywhere. What it cannot say (which section belongs to which url) the readers say.
public final class Schema {
  private static final String VARIABLE = "\\$\\{";
  private static final String DURATION =
      "^(?=.)([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?([0-9]{1,9}ms)?$";
  private static final String SIZE = "^[0-9]{1,9}(B|KiB|MiB)$";
  private static final String RATE = "^[1-9][0-9]{0,5}/(s|min|h)$";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Schema() {}

  /// The schema as JSON, with a line's end at its end.
  public static String text() {
    var root = JSON.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "The configuration of Allwell");
    root.setAll(schema(shape()));
    root.withObject("/properties/services").put("type", "array"); // nothing may be half a file
    var printer =
        new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
    try {
      return JSON.writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of our own cannot be written", e);
    }
  }

  /// What is asked of a configuration: read from one with every section that is not always looked
  /// for, and a service without a url, which is asked for the keys of all kinds.
  static Shape shape() {
    Map<String, Object> basic = Map.of("username", "x", "password", "x");
    Map<String, Object> service =
        Map.of("name", "x", "http", Map.of("auth", Map.of("basic", basic)));
    var values = new LinkedHashMap<String, @Nullable Object>();
    values.put("services", List.of(service));
    values.put("categories", Map.of("x", Map.of()));
    values.put("tokens", List.of(Map.of("name", "x")));
    var origin = new Origin(Path.of(""), Map.of(), Config.byDefault(), Overrides.NONE);
    var elements = new TreeMap<String, Section>();
    var asked = new Reader(origin).asked(values, elements);
    var keys = new TreeMap<>(((Shape.Keys) asked.shape()).keys());
    elements.forEach((list, element) -> {
      int most = ((Shape.Listing) keys.getOrDefault(list, Shape.ANY)).most();
      keys.put(list, new Shape.Listing(element.shape(), most));
    });
    return new Shape.Keys(keys);
  }

  private static ObjectNode schema(Shape shape) {
    var node = JSON.createObjectNode();
    switch (shape) {
      case Shape.Any _ -> {}
      case Shape.Text _, Shape.Hidden _ -> node.put("type", "string");
      case Shape.Flag _ -> orVariable(node, type("boolean"));
      case Shape.Numeric _ -> orVariable(node, type("number"));
      case Shape.Fraction _ -> orVariable(node, type("number").put("minimum", 0).put("maximum", 1));
      case Shape.Whole(int least, int most) ->
          orVariable(node, type("integer").put("minimum", least).put("maximum", most));
      case Shape.Lasting _ -> orVariable(node, type("string").put("pattern", DURATION));
      case Shape.Sized _ -> orVariable(node, type("string").put("pattern", SIZE));
      case Shape.Paced _ -> orVariable(node, type("string").put("pattern", RATE));
      case Shape.Choice(List<String> words) -> node.setAll(words(words));
      case Shape.Listing(Shape element, int most) -> {
        node.put("type", "array").put("maxItems", most);
        node.set("items", schema(element));
      }
      case Shape.Free(Shape value) -> {
        node.put("type", "object");
        var below = schema(value);
        node.set("additionalProperties", value instanceof Shape.Keys ? orNothing(below) : below);
      }
      case Shape.Either(List<Shape> shapes) -> {
        var any = node.putArray("anyOf");
        shapes.forEach(each -> any.add(schema(each)));
      }
      case Shape.Keys(Map<String, Shape> keys) -> {
        node.put("type", "object").put("additionalProperties", false);
        var properties = node.putObject("properties");
        keys.forEach((key, below) -> properties.set(key, orNothing(schema(below))));
      }
    }
    return node;
  }

  private static ObjectNode type(String name) {
    return JSON.createObjectNode().put("type", name);
  }

  /// The words for who completes; and in upper or lower case, as the readers take them.
  private static ObjectNode words(List<String> words) {
    var node = JSON.createObjectNode();
    var any = node.putArray("anyOf");
    ArrayNode all = any.addObject().putArray("enum");
    words.forEach(all::add);
    any.add(type("string").put("pattern", anyCase(words)));
    any.add(variable());
    return node;
  }

  private static String anyCase(List<String> words) {
    var pattern = new StringBuilder();
    for (char c : String.join("|", words).toCharArray()) {
      if (Character.isLetter(c)) {
        pattern.append('[').append(Character.toLowerCase(c));
        pattern.append(Character.toUpperCase(c)).append(']');
      } else {
        pattern.append(c == '.' ? "\\." : c);
      }
    }
    return "^(" + pattern + ")$";
  }

  /// A key with nothing after it counts as left out.
  private static ObjectNode orNothing(ObjectNode schema) {
    if (schema.get("anyOf") instanceof ArrayNode any) {
      any.add(type("null"));
    } else if (schema.get("type") instanceof TextNode name) {
      schema.putArray("type").add(name).add("null");
    }
    return schema;
  }

  private static void orVariable(ObjectNode node, ObjectNode schema) {
    node.putArray("anyOf").add(schema).add(variable());
  }

  private static ObjectNode variable() {
    return type("string").put("pattern", VARIABLE);
  }
}
