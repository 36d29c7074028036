package dev.allwell.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a rig was called with: `--key value` in any order, each key once.
public final class Words {
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> known = new HashSet<>();

  /// @throws Unfit when they are no such pairs
  public Words(List<String> words) {
    for (int i = 0; i < words.size(); i += 2) {
      if (!words.get(i).startsWith("--") || i + 1 == words.size()) {
        throw Unfit.words("expected --key value, not: " + String.join(" ", words));
      }
      values.put(words.get(i).substring(2), words.get(i + 1));
    }
  }

  public Optional<String> text(String key) {
    known.add(key);
    return Optional.ofNullable(values.get(key));
  }

  public int number(String key, int fallback) {
    var text = text(key);
    try {
      return text.map(Integer::parseInt).orElse(fallback);
    } catch (NumberFormatException e) {
      throw Unfit.words("--" + key + ": " + text.orElse("") + " is not a number");
    }
  }

  public Optional<Path> path(String key) {
    return text(key).map(word -> Path.of(word).toAbsolutePath());
  }

  /// Called once all keys were asked for.
  public void refuseTheRest() {
    for (var key : values.keySet()) {
      if (!known.contains(key)) {
        throw Unfit.words("--" + key + ": unknown; there are " + known);
      }
    }
  }
}
