package dev.allwell.format;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression in RE2's syntax, whose search takes time in proportion to the text,
/// whatever both are: it never tries again what it tried before.
///
/// The proportion is bounded as well: repetitions are unfolded, and `((x{1000}){1000})` would be a
/// million steps for each character. Immutable; any thread.
public final class LinearPattern {
  public static final int LONGEST = 1024;
  private static final int MOST_STEPS = 1024;

  private final Pattern pattern;

  private LinearPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /// A pattern, ready to be searched for.
  ///
  /// @throws IllegalArgumentException when the text is none, or one that is too large; the message
  ///   is for whoever wrote it
  public static LinearPattern compile(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "expected at most " + LONGEST + " characters, got " + text.length());
    }
    if (new Unfolded(text).steps() > MOST_STEPS) {
      throw tooLarge();
    }
    Pattern pattern;
    try {
      pattern = Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (pattern.programSize() > 2 * MOST_STEPS) {
      throw tooLarge();
    }
    return new LinearPattern(pattern);
  }

  /// Whether it matches anywhere.
  public boolean find(CharSequence text) {
    return pattern.matcher(text).find();
  }

  /// How many steps a character of the text may take at most.
  public int size() {
    return pattern.programSize();
  }

  /// As it was written.
  @Override
  public String toString() {
    return pattern.pattern();
  }

  private static IllegalArgumentException tooLarge() {
    return new IllegalArgumentException(
        "too large: its repetitions come to more than " + MOST_STEPS + " steps when written out");
  }

  /// How many steps a pattern has when its repetitions are written out, told from its text before
  /// anything is built; of a text that is no pattern, some number.
  private static final class Unfolded {
    private static final long MUCH = 1_000_000;
    private final String text;
    private int at;

    Unfolded(String text) {
      this.text = text;
    }

    long steps() {
      long all = 0;
      while (at < text.length()) {
        all = sum(all, sequence(0));
        at++; // a closing parenthesis too many
      }
      return all;
    }

    private long sequence(int depth) {
      long all = 0;
      long last = 0;
      while (at < text.length() && text.charAt(at) != ')') {
        char c = text.charAt(at++);
        if (c == '{') {
          long times = times();
          last = times == 0 ? 1 : Math.min(MUCH, last * times);
        } else {
          all = sum(all, last);
          last = atom(c, depth);
        }
      }
      return sum(all, last);
    }

    private long atom(char first, int depth) {
      switch (first) {
        case '\\' -> {
          return escaped();
        }
        case '[' -> skipClass();
        case '(' -> {
          if (depth > LONGEST / 4) {
            return MUCH;
          }
          long inner = sequence(depth + 1);
          at++;
          return sum(inner, 2);
        }
        default -> {
          // a step by itself
        }
      }
      return 1;
    }

    /// What a backslash stands before: one step, or as many as a quotation has letters. What is in
    /// the braces of `\p{Greek}` and `\x{2000}` is no repetition.
    private long escaped() {
      char letter = at < text.length() ? text.charAt(at++) : ' ';
      if (letter == 'Q') {
        int from = at;
        int end = text.indexOf("\\E", at);
        at = end < 0 ? text.length() : end + 2;
        return (long) at - from;
      }
      if ("pPx".indexOf(letter) >= 0 && at < text.length() && text.charAt(at) == '{') {
        int end = text.indexOf('}', at);
        at = end < 0 ? text.length() : end + 1;
      }
      return 1;
    }

    private void skipClass() {
      if (at < text.length() && text.charAt(at) == '^') {
        at++;
      }
      at++; // a bracket that comes first is meant
      while (at < text.length() && text.charAt(at) != ']') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at++;
    }

    /// What stands after a brace: the larger of its numbers; 0 when it is no repetition.
    private long times() {
      int end = text.indexOf('}', at);
      String inside = end < 0 ? "" : text.substring(at, end);
      if (!inside.matches("[0-9]{1,5}(,[0-9]{0,5})?")) {
        return 0;
      }
      at = end + 1;
      long most = 1;
      for (String number : inside.split(",")) {
        most = Math.max(most, Long.parseLong(number));
      }
      return most;
    }

    private static long sum(long some, long more) {
      return Math.min(MUCH, some + more);
    }
  }
}
