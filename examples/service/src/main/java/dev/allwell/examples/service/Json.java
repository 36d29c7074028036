package dev.allwell.examples.service;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The little JSON that the examples write (RFC 8259).
final class Json {
  private Json() {}

  /// `members` by name, in alphabetical order; a `Number` and a `Map` as such, all else as a
  /// string.
  static String object(Map<String, ?> members) {
    return new TreeMap<>(members)
        .entrySet().stream()
            .map(member -> string(member.getKey()) + ":" + value(member.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
  }

  private static String value(Object value) {
    return switch (value) {
      case Number number -> number.toString();
      case Map<?, ?> map ->
          object(
              map.entrySet().stream()
                  .collect(Collectors.toMap(e -> e.getKey().toString(), Map.Entry::getValue)));
      default -> string(value.toString());
    };
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
