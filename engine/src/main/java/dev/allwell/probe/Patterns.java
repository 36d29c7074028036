package dev.allwell.probe;

import dev.allwell.format.LinearPattern;
import java.util.LinkedHashMap;
import java.util.Map;

/// Patterns that were compiled already: definitions hold their texts, and most attempts ask for one
/// of a few. The one that was not asked for the longest is forgotten first. Used on one thread.
final class Patterns {
  private static final int MOST = 512;
  private final String flags;
  private final Map<String, LinearPattern> compiled =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LinearPattern> eldest) {
          return size() > MOST;
        }
      };

  /// @param flags stand before each text, such as `(?m)`
  Patterns(String flags) {
    this.flags = flags;
  }

  /// @param text is known to be a pattern since the definition was read
  LinearPattern of(String text) {
    return compiled.computeIfAbsent(text, key -> LinearPattern.compile(flags + key));
  }
}
