package dev.allwell.format;

/// The search for a text of some length within another, in linear time (Knuth, Morris, Pratt 1977)
/// where the JDK's own might take the product of both lengths.
final class TextSearch {
  private static final int SHORT = 16;

  private final String wanted;
  private final int[] borders;

  /// @param wanted not empty
  TextSearch(String wanted) {
    this.wanted = wanted;
    borders = wanted.length() <= SHORT ? new int[0] : borders(wanted);
  }

  boolean in(String text) {
    if (wanted.length() <= SHORT) {
      return text.contains(wanted);
    }
    int matched = 0;
    for (int i = 0; i < text.length(); i++) {
      while (matched > 0 && text.charAt(i) != wanted.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (text.charAt(i) == wanted.charAt(matched) && ++matched == wanted.length()) {
        return true;
      }
    }
    return false;
  }

  /// For each beginning of the text, the longest shorter beginning that it ends with.
  private static int[] borders(String text) {
    int[] borders = new int[text.length()];
    int matched = 0;
    for (int i = 1; i < borders.length; i++) {
      while (matched > 0 && text.charAt(i) != text.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (text.charAt(i) == text.charAt(matched)) {
        matched++;
      }
      borders[i] = matched;
    }
    return borders;
  }
}
