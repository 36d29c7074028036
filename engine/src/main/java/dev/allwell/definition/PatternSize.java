package dev.allwell.definition;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How large a pattern becomes when its counted repetitions are written out, which its compiler
/// does: `((a{1000}){1000}){1000}` would fill any memory. Known before it is compiled; an upper
/// bound. Pure.
final class PatternSize {
  static final long MOST = 10_000;
  private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?}");

  private final String regex;
  private final Deque<Long> outside = new ArrayDeque<>();
  private long total;
  private long last;
  private int at;

  private PatternSize(String regex) {
    this.regex = regex;
  }

  /// Whether a pattern stays within 10,000 parts.
  static boolean atMost(String regex) {
    return new PatternSize(regex).bounded();
  }

  private boolean bounded() {
    while (at < regex.length() && total <= MOST) {
      char next = regex.charAt(at++);
      switch (next) {
        case '(' -> {
          outside.push(total);
          total = 0;
          last = 0;
        }
        case ')' -> atom(total + 1, outside.isEmpty() ? 0 : outside.pop());
        case '[' -> {
          skipClass();
          atom(1, total);
        }
        case '\\' -> atom(1, total + escaped());
        case '{' -> repeat();
        default -> atom(1, total);
      }
    }
    return total <= MOST;
  }

  private void atom(long size, long before) {
    last = size;
    total = before + size;
  }

  private void repeat() {
    Matcher count = COUNT.matcher(regex).region(at - 1, regex.length());
    if (!count.lookingAt()) {
      atom(1, total);
      return;
    }
    at = count.end();
    String upper = count.group(3);
    long least = Long.parseLong(count.group(1));
    long most = upper == null || upper.isEmpty() ? least + 1 : Long.parseLong(upper);
    long times = Math.max(1, Math.max(least, most));
    total += last * (times - 1);
    last *= times;
  }

  /// To the first `]` that is neither escaped nor the class's first character; a class may go on,
  /// which makes the bound larger.
  private void skipClass() {
    if (at < regex.length() && regex.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < regex.length() && (at == first || regex.charAt(at) != ']')) {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  /// Passes what follows a backslash: `\pL`, `\p{Greek}`, `\x{263a}` and `\Q(a{9}\E` hold no
  /// repetition. Answers how many parts it is besides the one.
  private int escaped() {
    char escaped = at < regex.length() ? regex.charAt(at++) : 0;
    if (escaped == 'Q') {
      int from = at;
      int end = regex.indexOf("\\E", at);
      at = end < 0 ? regex.length() : end + 2;
      return at - from;
    }
    if ("pPx".indexOf(escaped) >= 0 && at < regex.length() && regex.charAt(at) == '{') {
      int end = regex.indexOf('}', at);
      at = end < 0 ? regex.length() : end + 1;
    }
    return 0;
  }
}
