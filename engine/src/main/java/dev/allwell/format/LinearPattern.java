package dev.allwell.format;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression in RE2's syntax, whose search takes time in proportion to the text,
/// whatever both are: it never tries again what it tried before.
///
/// The proportion is bounded as well: repetitions are unfolded, and `((x{1000}){1000})` would be a
/// million steps for each character. So is the work of one search, as [#widest]: a step that is
/// under way takes 10 to 14 ns of a core for each character (processor time, over patterns whose
/// steps all are under way, such as `(a?){250}b` or `(?:a*){100}b` in nothing but `a`), so 2^21
/// take 20 to 30 ms, a tenth of the pause after which a lane's attempts are void. Immutable; any
/// thread.
public final class LinearPattern {
  public static final int LONGEST = 1024;
  private static final int MOST_STEPS = 1024;

  /// Steps under way times characters of one search.
  private static final int MOST_WORK = 1 << 21;

  private final Pattern pattern;
  private final int width;

  private LinearPattern(Pattern pattern, int width) {
    this.pattern = pattern;
    this.width = width;
  }

  /// How many steps may be under way at once in a pattern that is searched for in so many
  /// characters.
  public static int widest(int characters) {
    return MOST_WORK / characters;
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
    PatternCost cost = PatternCost.of(text);
    if (cost.steps() > MOST_STEPS) {
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
    return new LinearPattern(pattern, (int) cost.width());
  }

  /// Whether it matches anywhere.
  public boolean find(CharSequence text) {
    return pattern.matcher(text).find();
  }

  /// Where its first match begins; -1 when there is none.
  public int start(CharSequence text) {
    var matcher = pattern.matcher(text);
    return matcher.find() ? matcher.start() : -1;
  }

  /// How many steps may be under way at once, and so how many a character of the text may take.
  public int width() {
    return width;
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
}
