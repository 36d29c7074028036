package dev.allwell.server.web.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A patch as RFC 7396 has it: null takes a key away, a map is merged, anything else replaces.
final class MergePatch {
  private MergePatch() {}

  /// The target with the patch on it; neither is changed.
  static Map<String, @Nullable Object> merged(
      Map<?, ?> target, Map<String, @Nullable Object> patch) {
    var merged = new LinkedHashMap<String, @Nullable Object>();
    target.forEach((key, value) -> merged.put(String.valueOf(key), value));
    patch.forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else if (value instanceof Map<?, ?> map) {
        var below = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((inner, innermost) -> below.put(String.valueOf(inner), innermost));
        merged.put(key, merged(merged.get(key) instanceof Map<?, ?> old ? old : Map.of(), below));
      } else {
        merged.put(key, value);
      }
    });
    return merged;
  }
}
