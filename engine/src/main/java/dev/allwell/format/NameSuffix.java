package dev.allwell.format;

import dev.allwell.model.Conventions;
import org.jspecify.annotations.Nullable;

/// What names of instances of one service end in, as a pattern. Immutable; any thread.
public final class NameSuffix {
  public static final int LONGEST = 64;

  /// Steps that may be under way at once: a name has 128 characters, and there may be a million.
  private static final int WIDEST = 32;

  private static final NameSuffix NUMBERED = new NameSuffix(Conventions.NUMBERED, null);

  private final String text;

  /// Null for numbers, which are found many times as fast without one.
  private final @Nullable LinearPattern pattern;

  private NameSuffix(String text, @Nullable LinearPattern pattern) {
    this.text = text;
    this.pattern = pattern;
  }

  /// A pattern, ready to be looked for.
  ///
  /// @param text a regular expression in RE2's syntax
  /// @throws IllegalArgumentException when it is none, or too large; the message is for whoever
  ///   wrote it
  public static NameSuffix of(String text) {
    if (text.equals(Conventions.NUMBERED)) {
      return NUMBERED;
    }
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "expected a pattern of 1 to %d characters, got %d".formatted(LONGEST, text.length()));
    }
    if (LinearPattern.compile(text).width() > WIDEST) { // by itself: ")(" is none
      throw new IllegalArgumentException(
          "too large: more than " + WIDEST + " steps of it may be under way at once");
    }
    return new NameSuffix(text, LinearPattern.compile("(?:" + text + ")$"));
  }

  /// A name without the longest end that matches; all of it when none does, or when nothing would
  /// be left.
  public String cut(String name) {
    int end = pattern == null ? numbers(name) : pattern.start(name);
    return end > 0 ? name.substring(0, end) : name;
  }

  private static int numbers(String name) {
    int first = name.length();
    while (first > 0 && name.charAt(first - 1) >= '0' && name.charAt(first - 1) <= '9') {
      first--;
    }
    return first < name.length() && first > 0 && name.charAt(first - 1) == '-' ? first - 1 : -1;
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }
}
