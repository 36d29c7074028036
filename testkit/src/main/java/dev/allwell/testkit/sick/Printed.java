package dev.allwell.testkit.sick;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Hostile text as it may stand in a table: what is not printable ASCII by its number.
final class Printed {
  private Printed() {}

  /// Text whose Latin-1 form is the other's UTF-8: what a wire that writes Latin-1 is given.
  static String wired(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String of(String text) {
    var shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (c >= ' ' && c < 0x7f && c != '|') {
            shown.append((char) c);
          } else {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
          }
        });
    return shown.toString();
  }
}
