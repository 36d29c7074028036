package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The contract as a judge of answers. Objects are taken for closed: what it does not name may not
/// be there.
final class ContractRules {
  private static final Map<Map<String, Object>, Validator> VALIDATORS = new ConcurrentHashMap<>();
  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

  private final Map<String, Object> root;
  private final List<Operation> operations = new ArrayList<>();

  /// @param node with all references resolved
  record Operation(String method, String path, Map<String, Object> node) {
    String id() {
      return String.valueOf(node.get("operationId"));
    }

    Map<String, Object> responses() {
      return map(node.get("responses"));
    }

    /// As the access table names it.
    String route() {
      return method + " " + path.replaceAll("\\{([a-z]+)}", ":$1");
    }

    private boolean matches(String asked) {
      return asked.matches(path.replace(".", "\\.").replaceAll("\\{[a-z]+}", "[^/]+"));
    }

    @Override
    public String toString() {
      return id();
    }
  }

  ContractRules() {
    root = load(new String(Contract.load().yaml(), StandardCharsets.UTF_8));
    map(root.get("paths"))
        .forEach((path, item) ->
            map(item)
                .forEach((method, node) -> {
                  if (METHODS.contains(method)) {
                    operations.add(
                        new Operation(method.toUpperCase(Locale.ROOT), path, map(resolved(node))));
                  }
                }));
  }

  /// A tree as YAML says it.
  static Map<String, Object> load(String yaml) {
    return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
  }

  List<Operation> operations() {
    return operations;
  }

  Map<String, Object> root() {
    return root;
  }

  /// Asserts that an answer is one that the contract has.
  void hold(String method, String path, Answer answer) {
    var operation =
        operations.stream()
            .filter(one -> one.method().equals(method) && one.matches(path))
            .findFirst();
    if (operation.isEmpty()) {
      assertThat(answer.status())
          .as("%s %s is not in the contract", method, path)
          .isIn(404, 405, 401, 403, 421);
      holdProblem(answer);
      return;
    }
    var responses = operation.get().responses();
    var status = Integer.toString(answer.status());
    assertThat(responses.keySet()).as("%s %s answered %s", method, path, answer).contains(status);
    var content = map(map(responses.get(status)).getOrDefault("content", Map.of()));
    if (content.isEmpty()) {
      assertThat(answer.body()).isEmpty();
      assertThat(answer.type()).isEmpty();
      return;
    }
    assertThat(content.keySet()).contains(answer.type());
    var headers = map(map(responses.get(status)).getOrDefault("headers", Map.of()));
    headers
        .keySet()
        .forEach(name -> assertThat(answer.headers()).containsKey(name.toLowerCase(Locale.ROOT)));
    if (answer.type().endsWith("json")) {
      valid(map(map(content.get(answer.type())).get("schema")), Json.decodeValue(answer.body()));
    }
  }

  private void holdProblem(Answer answer) {
    assertThat(answer.type()).isEqualTo("application/problem+json");
    var schema = map(map(map(root.get("components")).get("schemas")).get("Problem"));
    valid(map(resolved(schema)), answer.json());
    assertThat(answer.json().getInteger("status")).isEqualTo(answer.status());
  }

  /// Asserts that a value is as a schema has it.
  static void valid(Map<String, Object> schema, Object value) {
    var result = VALIDATORS.computeIfAbsent(schema, ContractRules::validator).validate(value);
    assertThat(result.getValid())
        .as(() ->
            Optional.ofNullable(result.getErrors()).orElse(List.of()).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .collect(Collectors.joining("; ", "", " in " + value)))
        .isTrue();
  }

  private static Validator validator(Map<String, Object> schema) {
    var options =
        new JsonSchemaOptions()
            .setDraft(Draft.DRAFT202012)
            .setBaseUri("https://allwell.test")
            .setOutputFormat(OutputFormat.Basic);
    // through its text, since the library writes into what it is given
    var closed = new JsonObject(new JsonObject(map(closed(schema))).encode());
    return Validator.create(JsonSchema.of(closed), options);
  }

  /// The schema of a component.
  Map<String, Object> schema(String name) {
    return map(resolved(map(map(root.get("components")).get("schemas")).get(name)));
  }

  /// A tree in which each reference is replaced by what it names.
  private Object resolved(@Nullable Object node) {
    return switch (node) {
      case Map<?, ?> map when map.get("$ref") instanceof String ref -> resolved(at(ref));
      case Map<?, ?> map -> {
        var whole = new LinkedHashMap<String, Object>();
        map.forEach((key, value) -> whole.put(String.valueOf(key), resolved(value)));
        yield whole;
      }
      case List<?> list -> list.stream().map(this::resolved).toList();
      case null -> throw new AssertionError("a comma outside of quotes in openapi.yaml?");
      default -> node;
    };
  }

  private Object at(String ref) {
    Object node = root;
    for (var step : ref.substring(2).split("/")) {
      node = map(node).get(step);
      assertThat(node).as(ref).isNotNull();
    }
    return node;
  }

  private static Object closed(Object node) {
    return switch (node) {
      case Map<?, ?> map -> {
        var whole = new TreeMap<String, Object>();
        map.forEach((key, value) -> whole.put(String.valueOf(key), closed(value)));
        if ("object".equals(map.get("type")) && map.get("properties") instanceof Map) {
          whole.putIfAbsent("additionalProperties", false);
        }
        yield whole;
      }
      case List<?> list -> list.stream().map(ContractRules::closed).toList();
      default -> node;
    };
  }

  @SuppressWarnings("unchecked") // what is not of this shape fails where it is read
  static Map<String, Object> map(@Nullable Object node) {
    assertThat(node).isInstanceOf(Map.class);
    return (Map<String, Object>) Objects.requireNonNull(node);
  }
}
