package dev.allwell.format;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.allwell.model.Identity;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The attributes that a target tells, brought within the limits that hold for registered ones.
///
/// A target's health shall not hang on its labels, so what is beyond the limits is left out rather
/// than refused: every attribute after the first 64, a key that is not 1 to 64 printable characters
/// (a cut key would be another key), a value's characters after the first 512. Unprintable
/// characters of a value become U+FFFD. A value that is no text and not null is not tolerated: the
/// document is another one then.
final class Attributes {
  private static final int MOST = 64;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_VALUE = 512;
  private static final int REPLACEMENT = 0xfffd;

  private Attributes() {}

  /// Reads the current value; empty when it is neither null nor an object of texts.
  static Optional<Map<String, String>> read(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return Optional.of(Map.of());
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    var read = new HashMap<String, String>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = json.currentName();
      JsonToken token = json.nextToken();
      if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
        return Optional.empty();
      }
      String value = token == JsonToken.VALUE_STRING ? json.getText() : "";
      if (isKey(key) && (read.size() < MOST || read.containsKey(key))) {
        read.put(key, cleaned(value));
      }
    }
    return Optional.of(read);
  }

  private static boolean isKey(String key) {
    int length = key.codePointCount(0, key.length());
    return length >= 1 && length <= LONGEST_KEY && key.codePoints().allMatch(Identity::isPrintable);
  }

  private static String cleaned(String value) {
    if (value.length() <= LONGEST_VALUE
        && value.chars().allMatch(c -> c < 0x7f && Identity.isPrintable(c))) {
      return value;
    }
    var kept = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST_VALUE)
        .map(c -> Identity.isPrintable(c) ? c : REPLACEMENT)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
