package dev.allwell.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a body must hold; all of it.
///
/// @param containsOrNull a text that stands in it
/// @param regexOrNull a pattern that matches some of it, in the syntax of RE2
/// @param json values that must stand at places, in the order given
public record BodyExpect(
    @Nullable String containsOrNull, @Nullable String regexOrNull, Map<JsonPath, JsonScalar> json) {
  /// Anything is good.
  public static final BodyExpect NONE = new BodyExpect(null, null, Map.of());

  public BodyExpect {
    json = Collections.unmodifiableMap(new LinkedHashMap<>(json));
  }

  public Optional<String> contains() {
    return Optional.ofNullable(containsOrNull);
  }

  public Optional<String> regex() {
    return Optional.ofNullable(regexOrNull);
  }

  /// Whether anything is asked for.
  public boolean some() {
    return containsOrNull != null || regexOrNull != null || !json.isEmpty();
  }
}
