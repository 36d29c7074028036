package dev.allwell.format;

import dev.allwell.model.Attempt;
import dev.allwell.model.Printable;

/// The checks of one document that fail: how many, the worst severity, and as many of their names
/// as fit into a line.
final class FailingChecks {
  private static final int LONGEST_NAME = 60;

  /// Leaves room for the longest words around the names: `10000 healthchecks failing ( and 9999
  /// more)`.
  private static final int LONGEST_NAMES = Attempt.LONGEST_DETAIL - 50;

  private final StringBuilder names = new StringBuilder();
  private int count;
  private int named;
  private int severity;

  /// @param name as the target wrote it
  /// @param told 1 (worst) to 3; 0 when none was told
  void add(String name, int told) {
    count++;
    if (told != 0 && (severity == 0 || told < severity)) {
      severity = told;
    }
    if (named == count - 1) {
      name(Printable.of(name, LONGEST_NAME));
    }
  }

  boolean none() {
    return count == 0;
  }

  void clear() {
    names.setLength(0);
    count = 0;
    named = 0;
    severity = 0;
  }

  /// `2 healthchecks failing (a, b)`.
  FtFinding finding() {
    String rest = named < count ? " and " + (count - named) + " more" : "";
    return FtFinding.failing(
        count + (count == 1 ? " healthcheck" : " healthchecks") + " failing (" + names + rest + ")",
        severity);
  }

  private void name(String name) {
    String between = names.isEmpty() ? "" : ", ";
    if (names.length() + between.length() + name.length() <= LONGEST_NAMES) {
      names.append(between).append(name);
      named++;
    }
  }
}
