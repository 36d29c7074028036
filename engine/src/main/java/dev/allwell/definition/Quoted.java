package dev.allwell.definition;

import dev.allwell.model.Identity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a value that somebody wrote is shown in a message: short, printable, and cheap to make
/// whatever the value is.
final class Quoted {
  private static final int LONGEST_TEXT = 40;
  private static final int LONGEST_KEY = 64;
  private static final int LONGEST_MESSAGE = 160;
  private static final int MOST_BITS = 128;

  private Quoted() {}

  /// `"text"`, `5`, `true`, `a list`, `a map`, `nothing`.
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case String text -> '"' + printable(text, LONGEST_TEXT) + '"';
      case Boolean flag -> flag.toString();
      case Number number -> number(number);
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a map";
      default -> "a value of an unknown kind";
    };
  }

  /// A key as a part of a path; an empty one as `""`.
  static String key(String key) {
    return key.isEmpty() ? "\"\"" : printable(key, LONGEST_KEY);
  }

  /// What another reader has to say about a text.
  static String message(Exception e) {
    return printable(String.valueOf(e.getMessage()), LONGEST_MESSAGE);
  }

  private static String number(Number number) {
    BigInteger digits =
        switch (number) {
          case BigInteger whole -> whole;
          case BigDecimal decimal -> decimal.unscaledValue();
          default -> BigInteger.ZERO;
        };
    return digits.bitLength() > MOST_BITS ? "a number of very many digits" : number.toString();
  }

  private static String printable(String text, int longest) {
    var kept = new StringBuilder();
    text.codePoints()
        .limit(longest)
        .map(c -> Identity.isPrintable(c) ? c : '?')
        .forEach(kept::appendCodePoint);
    return text.codePointCount(0, Math.min(text.length(), 2 * longest + 2)) > longest
        ? kept.append('…').toString()
        : kept.toString();
  }
}
