package dev.allwell.tracker;

import java.util.List;
import java.util.Map;

/// The little JSON that is written here (RFC 8259).
final class Json {
  private Json() {}

  /// Members in the order of the map: a `Number`, a `Boolean`, a `Map` and a `List` as such, all
  /// else as a string.
  static String object(Map<String, ?> members) {
    StringBuilder json = new StringBuilder(128);
    write(json, members);
    return json.toString();
  }

  private static void write(StringBuilder json, Object value) {
    if (value instanceof Map<?, ?> map) {
      char before = '{';
      for (Map.Entry<?, ?> member : map.entrySet()) {
        json.append(before);
        string(json, String.valueOf(member.getKey()));
        json.append(':');
        write(json, member.getValue());
        before = ',';
      }
      json.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      char before = '[';
      for (Object element : list) {
        json.append(before);
        write(json, element);
        before = ',';
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof Number || value instanceof Boolean) {
      json.append(value);
    } else {
      string(json, String.valueOf(value));
    }
  }

  private static void string(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029' || lone(text, i)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  /// Whether half a character stands there, which UTF-8 cannot write.
  private static boolean lone(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
