package dev.allwell.server.web.api;

import static dev.allwell.server.web.api.ContractRules.map;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The contract as a page for people: `docs/api.md`.
final class ApiPage {
  private final ContractRules contract;
  private final Map<String, Object> root;
  private final StringBuilder page = new StringBuilder();

  ApiPage(ContractRules contract) {
    this.contract = contract;
    this.root = contract.root();
  }

  String render() {
    page.append("# What does the native API say?\n\n");
    page.append("<!-- made from openapi.yaml; ApiPageTest tells how -->\n\n");
    page.append(text(map(root.get("info")).get("description"))).append('\n');
    page.append("\nThe contract itself is served at `/api/v1/openapi.yaml` (OpenAPI ")
        .append(root.get("openapi"))
        .append(").\n");
    for (var tag : list(root.get("tags"))) {
      page.append("\n## ").append(capital(text(map(tag).get("name")))).append("\n\n");
      page.append(text(map(tag).get("description"))).append('\n');
      contract.operations().stream()
          .filter(operation -> tags(operation).contains(map(tag).get("name")))
          .forEach(this::operation);
    }
    page.append("\n## What is sent and answered\n");
    map(map(root.get("components")).get("schemas")).forEach(this::schema);
    return page.toString();
  }

  private static List<?> tags(ContractRules.Operation operation) {
    return list(operation.node().get("tags"));
  }

  private void operation(ContractRules.Operation operation) {
    page.append("\n### `")
        .append(operation.method())
        .append(' ')
        .append(operation.path())
        .append("`\n\n");
    page.append(text(operation.node().get("summary"))).append('\n');
    if (operation.node().containsKey("description")) {
      page.append('\n').append(text(operation.node().get("description"))).append('\n');
    }
    var raw = map(map(map(root.get("paths")).get(operation.path())).get(method(operation)));
    if (raw.containsKey("security")) {
      var scope = list(map(list(raw.get("security")).getFirst()).get("token")).getFirst();
      page.append("\nNeeds a token of scope `").append(scope).append("`.\n");
    }
    if (raw.containsKey("parameters")) {
      page.append("\n| query | what | default |\n|---|---|---|\n");
      for (var parameter : list(raw.get("parameters"))) {
        parameter(known(map(parameter)));
      }
    }
    if (raw.containsKey("requestBody")) {
      page.append("\nBody: ").append(body(map(raw.get("requestBody")))).append(".\n");
    }
    page.append("\n| answer | what |\n|---|---|\n");
    map(raw.get("responses")).forEach((status, response) -> answer(status, map(response)));
  }

  private static String method(ContractRules.Operation operation) {
    return operation.method().toLowerCase(Locale.ROOT);
  }

  private void parameter(Map<String, Object> parameter) {
    var schema = map(parameter.get("schema"));
    page.append("| `").append(parameter.get("name")).append("` ").append(kind(schema));
    page.append(" | ").append(cell(parameter.get("description"))).append(" | ");
    page.append(schema.containsKey("default") ? "`" + schema.get("default") + "`" : "");
    page.append(" |\n");
  }

  /// What a reference names; else the node itself.
  private Map<String, Object> known(Map<String, Object> node) {
    return node.get("$ref") instanceof String ref ? map(at(ref)) : node;
  }

  private String body(Map<String, Object> body) {
    var known = known(body);
    var first = map(map(known.get("content")).values().iterator().next());
    var description = known.containsKey("description") ? ". " + cell(known.get("description")) : "";
    return kind(map(first.get("schema"))) + description.replaceAll("\\.$", "");
  }

  private void answer(String status, Map<String, Object> response) {
    var known = known(response);
    var content = map(known.getOrDefault("content", Map.of()));
    var what =
        content.entrySet().stream()
            .map(each -> kind(map(map(each.getValue()).get("schema"))))
            .filter(kind -> !kind.isEmpty())
            .collect(Collectors.joining(", "));
    page.append("| ").append(status).append(" | ").append(cell(known.get("description")));
    page.append(what.isEmpty() ? "" : " " + what).append(" |\n");
  }

  private void schema(String name, Object node) {
    var schema = map(node);
    page.append("\n### ").append(name).append("\n\n");
    if (schema.containsKey("description")) {
      page.append(text(schema.get("description"))).append("\n\n");
    }
    if (schema.containsKey("properties")) {
      page.append("| field | what |\n|---|---|\n");
      properties(schema, "");
    } else {
      page.append(capital(kind(schema))).append(".\n");
    }
  }

  private void properties(Map<String, Object> schema, String prefix) {
    var required = list(schema.getOrDefault("required", List.of()));
    map(schema.get("properties"))
        .forEach((field, node) -> {
          var below = map(node);
          var optional = required.isEmpty() || required.contains(field) ? "" : " (may be missing)";
          page.append("| `").append(prefix).append(field).append("` ").append(kind(below));
          page.append(" | ").append(cell(below.getOrDefault("description", "")));
          page.append(optional).append(" |\n");
          var items = map(below.getOrDefault("items", Map.of()));
          if (below.containsKey("properties")) {
            properties(below, prefix + field + ".");
          } else if (items.containsKey("properties")) {
            properties(items, prefix + field + "[].");
          }
        });
  }

  /// A type in a few words.
  private static String kind(Map<String, Object> schema) {
    if (schema.get("$ref") instanceof String ref) {
      var name = ref.substring(ref.lastIndexOf('/') + 1);
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    if (schema.containsKey("oneOf")) {
      return list(schema.get("oneOf")).stream()
          .map(each -> kind(map(each)))
          .collect(Collectors.joining(" or "));
    }
    if (schema.containsKey("enum")) {
      return list(schema.get("enum")).stream()
          .map(each -> "`" + each + "`")
          .collect(Collectors.joining(" "));
    }
    var type = schema.getOrDefault("type", "");
    var name =
        type instanceof List<?> several
            ? several.stream().map(String::valueOf).collect(Collectors.joining(" or "))
            : String.valueOf(type);
    var items = schema.containsKey("items") ? " of " + kind(map(schema.get("items"))) : "";
    return switch (name) {
      case "array" -> "list" + items;
      case "object" -> schema.containsKey("properties") ? "" : "map";
      default -> name;
    };
  }

  private Object at(String ref) {
    Object node = root;
    for (var step : ref.substring(2).split("/")) {
      node = Objects.requireNonNull(map(node).get(step), ref);
    }
    return node;
  }

  private static String cell(@Nullable Object text) {
    return text(text).replace("\n", " ").replace("|", "\\|");
  }

  private static String text(@Nullable Object node) {
    return String.valueOf(node).strip();
  }

  private static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private static List<?> list(@Nullable Object node) {
    return (List<?>) Objects.requireNonNull(node);
  }
}
