package dev.allwell.definition;

import dev.allwell.model.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/// One section of keys while it is written, in the order in which they are put.
final class Leaves {
  private final Map<String, Object> keys = new LinkedHashMap<>();
  private final String path;
  private final boolean whole;
  private final Showing showing;

  /// @param path of the section; empty for the service's own keys
  /// @param whole whether keys that say what they say anyway are written too
  Leaves(String path, boolean whole, Showing showing) {
    this.path = path;
    this.whole = whole;
    this.showing = showing;
  }

  Map<String, Object> keys() {
    return keys;
  }

  boolean whole() {
    return whole;
  }

  void put(String key, Object value) {
    keys.put(key, value);
  }

  /// @param fallback what the key says when it is left out, written alike
  void put(String key, Object value, Object fallback) {
    if (whole || !value.equals(fallback)) {
      keys.put(key, value);
    }
  }

  void secret(String key, Secret secret) {
    keys.put(key, showing.text(at(key), secret));
  }

  /// A text that may hold a secret; left out when it is empty, unless all is written.
  void veiled(String key, String text) {
    if (whole || !text.isEmpty()) {
      keys.put(key, text.isEmpty() ? text : showing.veil(text));
    }
  }

  /// Likewise.
  void url(String key, String url) {
    keys.put(key, showing.url(url));
  }

  /// A section below this one, still empty.
  Leaves below(String key) {
    return new Leaves(at(key), whole, showing);
  }

  /// Puts a section in that was begun by [#below], unless nothing stands in it.
  void put(String key, Leaves section) {
    if (!section.keys.isEmpty()) {
      keys.put(key, section.keys);
    }
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
