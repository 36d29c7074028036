package dev.allwell.definition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known key that an unknown one was probably meant to be.
///
/// Distance is the optimal string alignment distance (Damerau 1964, without overlapping edits):
/// letters added, left out, replaced, or two neighbours swapped; upper and lower case count as
/// equal.
final class Nearest {
  private static final int FARTHEST = 2;

  private Nearest() {}

  /// The nearest of `known`, at most two edits away; empty when none is near.
  static Optional<String> to(String key, Collection<String> known) {
    String given = key.length() > 64 ? "" : key.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - given.length()) <= FARTHEST)
        .filter(candidate -> meant(given, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(given, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// A word with every letter replaced is another word, not a slip: `degraded-if` is no
  /// `degraded-on`.
  private static boolean meant(String given, String candidate) {
    if (distance(given, candidate) > FARTHEST) {
      return false;
    }
    String[] words = given.split("-", -1);
    String[] meant = candidate.split("-", -1);
    for (int i = 0; words.length == meant.length && i < words.length; i++) {
      if (distance(words[i], meant[i]) >= meant[i].length()) {
        return false;
      }
    }
    return true;
  }

  static int distance(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, edits);
      }
    }
    return edits[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] edits) {
    int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
