package dev.allwell.model;

/// Texts that others wrote, made fit for one line that a person reads: letters, digits and plain
/// ASCII stay; control characters, marks that turn the direction of writing, and line breaks become
/// a question mark.
final class Printable {
  private Printable() {}

  /// As the other, but all that can be printed stays, whatever its alphabet: what people of this
  /// house wrote, and nobody out there.
  static String line(String text, int longest) {
    var kept = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .map(c -> Identity.isPrintable(c) ? c : '?')
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /// @param longest in characters
  static String of(String text, int longest) {
    boolean clean = text.length() <= longest;
    for (int i = 0; clean && i < text.length(); i++) {
      clean = text.charAt(i) >= ' ' && text.charAt(i) < 0x7f;
    }
    if (clean) {
      return text;
    }
    var kept = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .map(c -> Character.isLetterOrDigit(c) || (c >= ' ' && c < 0x7f) ? c : '?')
        .forEach(kept::appendCodePoint);
    if (kept.length() > longest) { // letters of two characters each
      kept.setLength(Character.isHighSurrogate(kept.charAt(longest - 1)) ? longest - 1 : longest);
    }
    return kept.toString();
  }
}
