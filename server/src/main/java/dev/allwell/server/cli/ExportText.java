package dev.allwell.server.cli;

import dev.allwell.model.Veil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// Statements of services as the text of a configuration file: secrets become variables that a
/// comment lists, and what looks like a variable is escaped.
final class ExportText {
  /// What the API says in the place of a secret.
  private static final String MARK = Veil.MARK;

  private final List<Object> services = new ArrayList<>();
  private final Map<String, Object> categories = new LinkedHashMap<>();
  private final Set<String> variables = new LinkedHashSet<>();
  private final List<String> comments = new ArrayList<>();

  /// @param statement as the API shows it
  void add(Map<String, Object> statement) {
    var name = String.valueOf(statement.get("name"));
    var id = String.valueOf(statement.getOrDefault("id", name));
    services.add(written(statement, "", id));
  }

  /// @param category as the API shows it; what it does not say is left out
  void addCategory(Map<String, Object> category) {
    var stated = new LinkedHashMap<String, Object>();
    if (category.get("period") instanceof String period) {
      stated.put("period", period);
    }
    for (var flag : List.of("resilient", "sticky")) {
      if (Boolean.TRUE.equals(category.get(flag))) {
        stated.put(flag, true);
      }
    }
    if (Boolean.FALSE.equals(category.get("enabled")) && category.get("off") == null) {
      stated.put("enabled", false); // one that is switched off stays so, whoever states it
    }
    categories.put(String.valueOf(category.get("name")), stated);
  }

  /// @param origin where it came from
  String yaml(String origin) {
    var text = new StringBuilder();
    text.append("# ").append(services.size()).append(" services that came by the API of ");
    text.append(origin).append('\n');
    if (!comments.isEmpty()) {
      text.append("# Secrets are not exported. Set these variables:\n");
      comments.forEach(line -> text.append("#   ").append(line).append('\n'));
    }
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setWidth(10_000)
            .setDereferenceAliases(true)
            .build();
    var whole = new LinkedHashMap<String, Object>();
    if (!categories.isEmpty()) {
      whole.put("categories", categories);
    }
    whole.put("services", services);
    return text.append(new Dump(settings).dumpToString(whole)).toString();
  }

  private @Nullable Object written(@Nullable Object value, String path, String id) {
    return switch (value) {
      case null -> null;
      case Map<?, ?> map -> {
        var whole = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, below) -> {
          var place = path.isEmpty() ? String.valueOf(key) : path + "." + key;
          whole.put(String.valueOf(key), written(below, place, id));
        });
        yield whole;
      }
      case List<?> list -> list.stream().map(each -> written(each, path, id)).toList();
      case String text when text.equals(MARK) && Veil.covers(path) -> variable(path, id);
      case String text when path.equals("proxy") && text.contains(":" + MARK + "@") ->
          variable(path, id);
      case String text when path.equals("url") && veiled(text) -> variable(path, id);
      case String text -> text.replace("$", "$$");
      default -> value;
    };
  }

  /// Whether the API hid what a url's query holds.
  private static boolean veiled(String url) {
    int query = url.indexOf('?');
    return query >= 0 && url.indexOf(MARK, query) >= 0 && Veil.over(url).equals(url);
  }

  private String variable(String path, String id) {
    var name = (id + "_" + path).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    var plain = name.matches("[0-9].*") ? "_" + name : name;
    var unique = plain;
    for (int i = 2; !variables.add(unique); i++) {
      unique = plain + "_" + i;
    }
    comments.add("%s: %s of \"%s\"".formatted(unique, path.replaceAll("\\p{Cntrl}", "?"), id));
    return "${" + unique + "}";
  }
}
