package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.FileAccess;
import dev.allwell.definition.Problems;
import dev.allwell.definition.Section;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the schema in docs says of good files and of bad ones.
class SchemaTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path MISTAKES = Path.of("src", "test", "resources", "mistakes");
  private static final Pattern BLOCK = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)");

  /// Every file is there.
  private static final FileAccess FILES = (path, _) -> Optional.of("0a".repeat(32));

  /// Names of the mistakes that an editor shows.
  private static final List<String> CAUGHT =
      List.of(
          "ack",
          "attribute-with-dots",
          "category",
          "concurrency",
          "egress",
          "element",
          "etcd",
          "etcd-endpoint",
          "flag",
          "graphite-value",
          "key-of-a-later-day",
          "limits",
          "listen",
          "merged-mistake",
          "metrics-form",
          "no-map",
          "retention",
          "retention-mistaken",
          "services-no-list",
          "services-nothing",
          "token-scope",
          "two-in-one",
          "unknown-default",
          "unknown-key",
          "unknown-key-in-section",
          "unknown-top-key",
          "wrong-type");

  @TempDir private Path folder;
  private final Validator schema = schema();

  private static Validator schema() {
    try {
      var text = Files.readString(DOCS.resolve("allwell.schema.json"));
      return Validator.create(
          JsonSchema.of(new JsonObject(text)),
          new JsonSchemaOptions()
              .setDraft(Draft.DRAFT202012)
              .setBaseUri("https://allwell.test")
              .setOutputFormat(OutputFormat.Basic));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Configurations of the pages, by the page and a number.
  static Stream<Good> good() throws IOException {
    var configuration = blocks("configuration.md");
    var checks = blocks("checks.md");
    assertThat(configuration).hasSizeGreaterThan(7);
    assertThat(checks).hasSizeGreaterThan(10);
    return Stream.concat(
        configuration.stream(),
        checks.stream().map(block -> new Good(block.name, "services:\n" + block.yaml)));
  }

  record Good(String name, String yaml) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Good> blocks(String page) throws IOException {
    var found = BLOCK.matcher(Files.readString(DOCS.resolve(page))).results().toList();
    var all = new ArrayList<Good>();
    found.forEach(block -> all.add(new Good(page + " " + all.size(), block.group(1))));
    return all;
  }

  /// What an editor sees: aliases followed, maps merged, variables as they are written. Empty for
  /// what is no configuration to it.
  private static Optional<Map<String, @Nullable Object>> seen(String yaml) throws IOException {
    var variables = new HashMap<String, String>();
    VARIABLE
        .matcher(yaml)
        .results()
        .forEach(found -> variables.put(found.group(1), "${" + found.group(1) + "}"));
    var flaws = new Flaws();
    var root = new Composer("seen.yaml", Budget.ofThisJvm(), flaws).compose(yaml);
    if (!flaws.none() || !(root.orElse(null) instanceof Node.Mapping mapping)) {
      return Optional.empty();
    }
    var all = new Union(flaws).of(List.of(mapping));
    var values = new Values(new Substitution(variables, FileAccess.NONE), flaws).of(all);
    return flaws.none() ? Optional.of(values) : Optional.empty();
  }

  /// Why the schema refuses a configuration; empty when it does not.
  private Optional<String> refused(Map<String, @Nullable Object> tree) {
    var result = schema.validate(new JsonObject(new JsonObject(tree).encode()));
    return Boolean.TRUE.equals(result.getValid())
        ? Optional.empty()
        : Optional.of(
            Objects.requireNonNull(result.getErrors()).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .toList()
                .toString());
  }

  /// Whether the readers take a configuration.
  private static boolean taken(Map<String, @Nullable Object> tree) {
    if (tree.containsKey("services") && tree.get("services") == null) {
      return false;
    }
    var problems = new Problems();
    var ofServices = new ArrayList<String>();
    var keys =
        new ConfigKeys(
            Config.byDefault(),
            Overrides.NONE,
            FILES,
            problems,
            (path, message) -> ofServices.add(path + message),
            (_, _) -> {});
    var _ = keys.read(new Section("", tree, problems, FILES));
    return problems.none() && ofServices.isEmpty();
  }

  @ParameterizedTest
  @MethodSource("good")
  void anExampleOfThePagesIsGood(Good good) throws IOException {
    assertThat(refused(seen(good.yaml).orElseThrow())).isEmpty();
  }

  @Test
  void whateverTheReadersTakeTheSchemaTakes() throws IOException {
    int compared = 0;
    for (var good : good().toList()) {
      for (var variant : variants(seen(good.yaml).orElseThrow())) {
        if (taken(variant)) {
          assertThat(refused(variant)).as("%s: %s", good, variant).isEmpty();
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  /// The tree with one of its values otherwise: nothing, in upper case, in lower case, as a text.
  private static List<Map<String, @Nullable Object>> variants(Map<String, ?> tree) {
    var variants = new ArrayList<Map<String, @Nullable Object>>();
    for (UnaryOperator<@Nullable Object> other :
        List.<UnaryOperator<@Nullable Object>>of(
            _ -> null,
            value -> value instanceof String text ? text.toUpperCase(Locale.ROOT) : value,
            value -> value instanceof String text ? text.toLowerCase(Locale.ROOT) : value,
            value -> value instanceof Number || value instanceof Boolean ? "" + value : value)) {
      int[] at = {0};
      for (int i = 0; at[0] >= i; i++) {
        at[0] = 0;
        int wanted = i;
        var changed = new LinkedHashMap<String, @Nullable Object>();
        tree.forEach((key, value) -> changed.put(key, changed(value, wanted, at, other)));
        if (at[0] <= i) {
          break;
        }
        variants.add(changed);
      }
    }
    return variants;
  }

  /// A copy in which the value that is counted as the wanted one is another.
  ///
  /// @param at how many were counted
  private static @Nullable Object changed(
      @Nullable Object value, int wanted, int[] at, UnaryOperator<@Nullable Object> other) {
    if (at[0]++ == wanted) {
      return other.apply(value);
    }
    return switch (value) {
      case Map<?, ?> map -> {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach(
            (key, below) -> copy.put(String.valueOf(key), changed(below, wanted, at, other)));
        yield copy;
      }
      case List<?> list -> {
        var copy = new ArrayList<@Nullable Object>();
        list.forEach(each -> copy.add(changed(each, wanted, at, other)));
        yield copy;
      }
      case null -> null;
      default -> value;
    };
  }

  @ParameterizedTest
  @MethodSource("dev.allwell.server.config.yaml.ConfigurationDocTest#examples")
  void whatConfigShowPrintsIsGood(ConfigurationDocTest.Example example) throws IOException {
    var shown = Given.origin(example.in(folder), example.environment()).effective().orElseThrow();

    assertThat(refused(seen(shown).orElseThrow())).isEmpty();
  }

  @Test
  void whatHoldsByItselfIsGood() throws IOException {
    assertThat(refused(seen(Origin.nothing(Config.byDefault())).orElseThrow())).isEmpty();
  }

  @Test
  void theMistakesThatItKnowsAreThese() throws IOException {
    var caught = new TreeSet<String>();
    try (Stream<Path> files = Files.list(MISTAKES)) {
      for (var file : files.filter(each -> each.toString().endsWith(".yaml")).toList()) {
        var tree = seen(Files.readString(file));
        if (tree.isPresent() && refused(tree.get()).isPresent()) {
          caught.add(file.getFileName().toString().replace(".yaml", ""));
        }
      }
    }
    assertThat(caught).containsExactlyElementsOf(CAUGHT);
  }

  @Test
  void aKeyThatNobodyKnowsIsShownWhereItStands() throws IOException {
    var yaml = Files.readString(MISTAKES.resolve("unknown-key-in-section.yaml"));

    assertThat(refused(seen(yaml).orElseThrow()).orElseThrow()).contains("metod");
  }
}
