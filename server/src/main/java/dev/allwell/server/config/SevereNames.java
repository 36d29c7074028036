package dev.allwell.server.config;

import dev.allwell.definition.ConventionKeys;
import dev.allwell.model.Conventions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The services whose failures have severity 1, as one text names them: with commas between them,
/// in a flag, or in `SEV_1_APPS` of the environment of the process, as the aggregate healthcheck
/// had it. The latter holds where neither flags nor configuration say anything.
public final class SevereNames {
  private SevereNames() {}

  /// A configuration with what the environment says in place of its own; an empty value counts as
  /// none.
  ///
  /// @throws IllegalArgumentException naming what cannot be
  public static Config over(Config usual, Map<String, String> environment) {
    var text = environment.getOrDefault("SEV_1_APPS", "");
    try {
      var names = list(text);
      return names.isEmpty() ? usual : usual.with(usual.conventions().mostSevere(names));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("SEV_1_APPS: " + e.getMessage(), e);
    }
  }

  /// Reads names between commas.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Set<String> list(String text) {
    var names =
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .map(ConventionKeys::name)
            .collect(Collectors.toUnmodifiableSet());
    if (names.size() > Conventions.MOST_NAMES) {
      throw new IllegalArgumentException(
          "expected at most %d names, got %d".formatted(Conventions.MOST_NAMES, names.size()));
    }
    return names;
  }
}
