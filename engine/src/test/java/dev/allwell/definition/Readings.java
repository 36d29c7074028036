package dev.allwell.definition;

import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What keys are read as, told apart: a test that expects the one fails on the other.
final class Readings {
  private Readings() {}

  static Service defined(Definitions definitions, Map<String, ?> keys) {
    return switch (definitions.read(keys, Source.API)) {
      case Definition.Defined good -> good.service();
      case Definition.Refused bad -> throw new AssertionError("refused: " + bad.problems());
    };
  }

  static List<String> refused(Defaults defaults, Map<String, ?> keys) {
    return switch (new Definitions(defaults).read(keys, Source.FILE)) {
      case Definition.Refused bad -> bad.problems().stream().map(Problem::toString).toList();
      case Definition.Defined good -> throw new AssertionError("taken: " + good.service());
    };
  }

  /// Problems of a service that is good but for one key.
  static List<String> refused(String key, @Nullable Object value) {
    var keys = new HashMap<String, Object>(Map.of("name", "shop", "url", "http://shop.test"));
    keys.put(key, value);
    return refused(Defaults.CONFIG, keys);
  }

  static Map<String, String> many(int count) {
    var many = new LinkedHashMap<String, String>();
    IntStream.range(0, count).forEach(i -> many.put("key" + i, "value"));
    return many;
  }
}
