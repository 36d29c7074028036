package dev.allwell.format;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a pattern costs for each character that it is searched in, told from its text before
/// anything is built; of a text that is no pattern, some numbers. Pure.
///
/// The machine of RE2 keeps all states that it may be in and looks at each of them for each
/// character. A pattern has as many as it has steps when its repetitions are written out, but of
/// the letters that stand in a row most are never under way together: in `version` the letter that
/// is expected next is the first one or one other, since no beginning of it is also its end. In
/// `aaaa` it may be each of the four. What more than one state at a time means, the borders of the
/// row tell (Knuth, Morris, Pratt 1977), whatever stands around it.
///
/// @param steps when repetitions are written out
/// @param width of these, how many may be under way at once; one that looks into a set of several
///   ranges of characters counts twice, as it costs
record PatternCost(long steps, long width) {
  private static final long MUCH = 1_000_000;
  private static final PatternCost NONE = new PatternCost(0, 0);
  private static final PatternCost STEP = new PatternCost(1, 1);
  private static final PatternCost SET = new PatternCost(1, 2);

  /// A choice: of two ways, or whether to go on.
  private static final PatternCost FORK = new PatternCost(1, 1);

  private static final PatternCost GROUP = new PatternCost(2, 2);
  private static final PatternCost TOO_MUCH = new PatternCost(MUCH, MUCH);
  private static final Pattern ANY_CASE = Pattern.compile("\\(\\?[A-Za-z]*i");

  static PatternCost of(String pattern) {
    return new Reader(pattern, ANY_CASE.matcher(pattern).find()).whole();
  }

  private PatternCost plus(PatternCost more) {
    return new PatternCost(Math.min(MUCH, steps + more.steps), Math.min(MUCH, width + more.width));
  }

  private PatternCost times(long count) {
    return new PatternCost(Math.min(MUCH, steps * count), Math.min(MUCH, width * count));
  }

  /// Letters in a row.
  private static PatternCost row(CharSequence letters) {
    int length = letters.length();
    int[] borders = new int[length]; // of the beginning that ends here, its longest
    int[] alike = new int[length]; // how many beginnings end here
    int most = 0;
    int matched = 0;
    for (int i = 0; i < length - 1; i++) {
      while (i > 0 && matched > 0 && letters.charAt(i) != letters.charAt(matched)) {
        matched = borders[matched - 1];
      }
      if (i > 0 && letters.charAt(i) == letters.charAt(matched)) {
        matched++;
      }
      borders[i] = matched;
      alike[i] = 1 + (matched == 0 ? 0 : alike[matched - 1]);
      most = Math.max(most, alike[i]);
    }
    return length == 0 ? NONE : new PatternCost(length, 1 + most);
  }

  /// So many times, and so many choices with each.
  private record Repetition(PatternCost choice, long times) {
    PatternCost of(PatternCost once) {
      return once.plus(choice).times(times);
    }
  }

  /// Reads one pattern from left to right.
  private static final class Reader {
    private static final int DEEPEST = LinearPattern.LONGEST / 4;
    private static final Pattern TIMES = Pattern.compile("[0-9]{1,5}(,[0-9]{0,5})?");

    /// One character, or from one to another.
    private static final Pattern ONE_RANGE = Pattern.compile("[^^\\\\\\[](-?[^\\\\\\[])?");

    private final String text;
    private final boolean anyCase;
    private int at;

    Reader(String text, boolean anyCase) {
      this.text = text;
      this.anyCase = anyCase;
    }

    PatternCost whole() {
      PatternCost all = NONE;
      while (at < text.length()) {
        all = all.plus(sequence(0));
        at++; // a closing parenthesis too many
      }
      return all;
    }

    private PatternCost sequence(int depth) {
      PatternCost all = NONE;
      PatternCost last = NONE;
      boolean hollow = true; // whether the last may match nothing, as far as is looked
      var row = new StringBuilder();
      while (at < text.length() && text.charAt(at) != ')') {
        char c = text.charAt(at++);
        Optional<Repetition> repetition = repetition(c, hollow && row.isEmpty());
        if (repetition.isPresent()) {
          if (!row.isEmpty()) { // the last of its letters alone
            last = letters(row.substring(row.length() - 1));
            row.setLength(row.length() - 1);
          }
          last = repetition.get().of(last);
        } else if (isLetter(c)) {
          all = all.plus(last);
          last = NONE;
          row.append(letter(c));
          continue;
        } else {
          all = all.plus(last);
          hollow = mayBeHollow(c);
          last = c == '\\' ? escaped() : atom(c, depth);
        }
        all = all.plus(letters(row));
        row.setLength(0);
      }
      return all.plus(last).plus(letters(row));
    }

    /// Letters that stand for themselves; without regard to case each is a set.
    private PatternCost letters(CharSequence row) {
      PatternCost cost = row(row);
      return anyCase ? new PatternCost(cost.steps, 2 * cost.width) : cost;
    }

    /// Whether what was just read stands for itself; a backslash before one that has a meaning is
    /// passed over.
    private boolean isLetter(char c) {
      if (c == '\\') {
        return at < text.length()
            && !Character.isLetterOrDigit(text.charAt(at))
            && text.charAt(at) < 0x7f;
      }
      return "[(|.^$".indexOf(c) < 0;
    }

    /// Whether what begins with a character, just read, may match nothing: a group, whatever is in
    /// it, and what stands for a place.
    private boolean mayBeHollow(char c) {
      return c == '\\'
          ? at < text.length() && "AbBz".indexOf(text.charAt(at)) >= 0
          : c != '.' && c != '[';
    }

    private char letter(char c) {
      char meant = c == '\\' ? text.charAt(at++) : c;
      return anyCase ? Character.toLowerCase(Character.toUpperCase(meant)) : meant;
    }

    private PatternCost atom(char first, int depth) {
      return switch (first) {
        case '[' -> {
          int from = at;
          skipClass();
          String inside = text.substring(from, Math.min(text.length(), Math.max(from, at - 1)));
          yield ONE_RANGE.matcher(inside).matches() ? STEP : SET;
        }
        case '(' -> {
          if (depth > DEEPEST) {
            yield TOO_MUCH;
          }
          PatternCost group = group();
          PatternCost inner = sequence(depth + 1);
          at++;
          yield inner.plus(group);
        }
        case '|' -> besideNothing() ? STEP.plus(STEP) : STEP;
        default -> STEP;
      };
    }

    /// Whether one of the two that a bar, just read, stands between is empty, which is a step too.
    private boolean besideNothing() {
      return at == 1
          || at == text.length()
          || "(:>|".indexOf(text.charAt(at - 2)) >= 0
          || "|)".indexOf(text.charAt(at)) >= 0;
    }

    /// What a backslash stands before: one step, or as many as a quotation has letters. What is in
    /// the braces of `\p{Greek}` and `\x{2000}` is no repetition.
    private PatternCost escaped() {
      char letter = at < text.length() ? text.charAt(at++) : ' ';
      if (letter == 'Q') {
        int from = at;
        int end = text.indexOf("\\E", at);
        at = end < 0 ? text.length() : end + 2;
        return letters(text.substring(from, end < 0 ? at : end));
      }
      if ("pPx".indexOf(letter) >= 0 && at < text.length() && text.charAt(at) == '{') {
        int end = text.indexOf('}', at);
        at = end < 0 ? text.length() : end + 1;
      }
      return "pPDsSwW".indexOf(letter) < 0 ? STEP : SET;
    }

    /// What a group costs by itself, after what stands in front of it: `?:`, `?i:`, `?P<name>`.
    private PatternCost group() {
      if (at == text.length() || text.charAt(at) != '?') {
        return GROUP;
      }
      while (at < text.length() && ":>)".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      boolean named = at < text.length() && text.charAt(at) == '>';
      at += at < text.length() && text.charAt(at) != ')' ? 1 : 0;
      return named ? GROUP : NONE;
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

    /// What a character, just read, makes of what stands before it; empty when it is no repetition.
    /// Of a brace's numbers the larger one counts. After what may match nothing, `*` is built as
    /// `(x+)?`, which is one choice more.
    private Optional<Repetition> repetition(char c, boolean hollow) {
      PatternCost any = hollow ? FORK.plus(FORK) : FORK;
      if (c == '*' || c == '+' || c == '?') {
        return Optional.of(new Repetition(c == '*' ? any : FORK, 1));
      }
      int end = c == '{' ? text.indexOf('}', at) : -1;
      String inside = end < 0 ? "" : text.substring(at, end);
      if (!TIMES.matcher(inside).matches()) {
        return Optional.empty();
      }
      at = end + 1;
      if (inside.equals("0,")) {
        return Optional.of(new Repetition(any, 1));
      }
      long most = 1;
      for (String number : inside.split(",")) {
        most = Math.max(most, Long.parseLong(number));
      }
      long forks = inside.indexOf(',') < 0 ? 0 : 1;
      return Optional.of(new Repetition(new PatternCost(0, forks), most));
    }
  }
}
