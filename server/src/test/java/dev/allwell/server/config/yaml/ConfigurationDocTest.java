package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Shape;
import dev.allwell.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every example of docs/configuration.md is good, each key and default stands there, and the
/// schema beside it is the one that the program prints.
class ConfigurationDocTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "(?:<!-- environment: (\\w+)=([^\\n]*) -->\\n)?```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SECRET = Pattern.compile("/run/secrets/([a-z-]+)");

  @TempDir private Path folder;

  record Example(Map<String, String> environment, String yaml) {
    /// Writes it into a folder, with the secrets that it names beside it.
    Path in(Path folder) throws IOException {
      var secrets = SECRET.matcher(yaml);
      while (secrets.find()) {
        var hash = secrets.group(1).equals("ci-token");
        Given.file(folder, secrets.group(1), hash ? "0a".repeat(32) + "\n" : "s3cret\n");
      }
      return Given.file(folder, "allwell.yaml", yaml.replace("/run/secrets/", ""));
    }

    @Override
    public String toString() {
      return yaml.lines().findFirst().orElse("");
    }
  }

  static List<Example> examples() throws IOException {
    return EXAMPLE
        .matcher(page())
        .results()
        .map(found ->
            new Example(
                found.group(1) == null ? Map.of() : Map.of(found.group(1), found.group(2)),
                found.group(3)))
        .toList();
  }

  private static String page() throws IOException {
    return Files.readString(DOCS.resolve("configuration.md"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsGood(Example example) throws IOException {
    var config = Given.good(example.in(folder), example.environment());
    assertThat(config).isNotEqualTo(Config.byDefault());
  }

  @Test
  void thereAreExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(7);
  }

  @Test
  void everyKeyIsTold() throws IOException {
    var told =
        Pattern.compile("^\\| `([a-z.-]+)` \\|", Pattern.MULTILINE)
            .matcher(page())
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    var known = new TreeSet<String>();
    var top = ((Shape.Keys) Schema.shape()).keys();
    top.forEach((key, shape) -> {
      switch (key) {
        case "services" -> known.add(key);
        case "defaults" -> {
          known.add(key);
          known.addAll(((Shape.Keys) shape).keys().keySet());
        }
        case "categories" -> {
          known.add(key);
          known.addAll(((Shape.Keys) ((Shape.Free) shape).value()).keys().keySet());
        }
        case "tokens" -> {
          known.add(key);
          var token = (Shape.Keys) ((Shape.Listing) shape).element();
          known.addAll(token.keys().keySet());
          known.remove("hash"); // told with its twin
        }
        default -> leaves(key, shape, known);
      }
    });
    assertThat(told).isEqualTo(known);
  }

  private static void leaves(String path, Shape shape, Set<String> leaves) {
    if (shape instanceof Shape.Keys(var keys)) {
      keys.forEach((key, below) -> leaves(path + "." + key, below, leaves));
    } else {
      leaves.add(path);
    }
  }

  @Test
  void theDefaultsAreThose() throws IOException {
    var defaults = new HashMap<String, Object>();
    flatten("", new Reader(Given.origin(folder, Map.of())).nothing(), defaults);
    defaults.put("concurrency", "auto");
    for (var line : page().lines().toList()) {
      var cells = line.split(" \\| ");
      var key = cells[0].replaceAll("[|` ]", "");
      var value = defaults.remove(key);
      if (value == null) {
        value = defaults.remove("defaults." + key);
      }
      if (value != null) {
        assertThat(cells[1]).as(key).contains("`" + value + "`");
      }
    }
    assertThat(defaults).isEmpty();
  }

  private static void flatten(String prefix, Map<?, ?> map, Map<String, Object> to) {
    map.forEach((key, value) -> {
      if (value instanceof Map<?, ?> below) {
        flatten(prefix + key + ".", below, to);
      } else if (!(value instanceof List<?>)) {
        to.put(prefix + key, String.valueOf(value));
      }
    });
  }

  @Test
  void theSchemaIsTheOneThatThereIs() throws IOException {
    var file = DOCS.resolve("allwell.schema.json");
    if (System.getProperty("allwell.write") != null) {
      Files.writeString(file, Schema.text());
    }
    assertThat(Files.readString(file))
        .as("write it with: ./allwell config schema > docs/allwell.schema.json")
        .isEqualTo(Schema.text());
  }
}
