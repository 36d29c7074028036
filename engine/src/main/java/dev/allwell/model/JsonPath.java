package dev.allwell.model;

import java.util.ArrayList;
import java.util.List;

/// A place in a JSON document: a singular query of RFC 9535, such as `$.components['db'][0]`, whose
/// indices count from the start.
///
/// Two are equal when they name the same place, however they are written.
public final class JsonPath {
  public static final int LONGEST = 512;
  public static final int MOST_STEPS = 32;

  private final String text;
  private final List<Step> steps;

  private JsonPath(String text, List<Step> steps) {
    this.text = text;
    this.steps = List.copyOf(steps);
  }

  /// From a value into one that it holds.
  public sealed interface Step {
    /// The member of an object with this name.
    record Member(String name) implements Step {}

    /// The element of an array at this index, from 0.
    record Element(int index) implements Step {}
  }

  /// The place that a text names.
  ///
  /// @throws IllegalArgumentException with what was expected, for whoever wrote it
  public static JsonPath of(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("expected at most 512 characters, got " + text.length());
    }
    return new JsonPath(text, new Reader(text).steps());
  }

  /// The steps from the whole document, `$`.
  public List<Step> steps() {
    return steps;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonPath path && steps.equals(path.steps);
  }

  @Override
  public int hashCode() {
    return steps.hashCode();
  }

  /// As it was written.
  @Override
  public String toString() {
    return text;
  }

  /// Reads one text, left to right.
  private static final class Reader {
    private static final int MOST_DIGITS = 7;
    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at = 1;

    Reader(String text) {
      this.text = text;
    }

    List<Step> steps() {
      if (!text.startsWith("$")) {
        throw new IllegalArgumentException("expected a path that begins with $, such as $.status");
      }
      while (at < text.length()) {
        blanks();
        steps.add(step());
        if (steps.size() > MOST_STEPS) {
          throw new IllegalArgumentException("expected at most 32 steps");
        }
      }
      return steps;
    }

    private Step step() {
      if (peek() == '.') {
        at++;
        return shorthand();
      }
      expect('[');
      Step step = peek() == '\'' || peek() == '"' ? quoted() : element();
      expect(']');
      return step;
    }

    private Step shorthand() {
      int from = at;
      while (at < text.length() && inName(text.charAt(at), at > from)) {
        at++;
      }
      if (at == from) {
        throw wrong("a name; others than letters, digits and _ are written ['so']");
      }
      return new Step.Member(text.substring(from, at));
    }

    private Step element() {
      int from = at;
      while (Character.digit(peek(), 10) >= 0 && peek() < 0x80) {
        at++;
      }
      boolean plain = at - from == 1 || (at > from && text.charAt(from) != '0');
      if (!plain || at - from > MOST_DIGITS) {
        at = from;
        throw wrong("a quoted name or an index from 0");
      }
      return new Step.Element(Integer.parseInt(text.substring(from, at)));
    }

    private Step quoted() {
      char quote = text.charAt(at++);
      var name = new StringBuilder();
      while (peek() != quote) {
        char next = peek();
        if (next < ' ') {
          throw wrong("a name that ends with " + quote);
        }
        at++;
        name.append(next == '\\' ? escaped(quote) : next);
      }
      at++;
      if (name.codePoints()
          .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
        throw wrong("no half of a surrogate pair");
      }
      return new Step.Member(name.toString());
    }

    private char escaped(char quote) {
      char next = peek();
      if (next == 'u') {
        return unicode();
      }
      int which = "bfnrt/\\".indexOf(next);
      if (which < 0 && next != quote) {
        throw wrong("an escape such as \\n or \\u263a");
      }
      at++;
      return which < 0 ? next : "\b\f\n\r\t/\\".charAt(which);
    }

    private char unicode() {
      int code = 0;
      for (int i = 1; i <= 4; i++) {
        int digit = at + i < text.length() ? Character.digit(text.charAt(at + i), 16) : -1;
        if (digit < 0 || text.charAt(at + i) >= 0x80) {
          throw wrong("an escape such as \\n or \\u263a");
        }
        code = code * 16 + digit;
      }
      at += 5;
      return (char) code;
    }

    private void blanks() {
      while (" \t\n\r".indexOf(peek()) >= 0) {
        at++;
      }
    }

    private void expect(char wanted) {
      if (peek() != wanted) {
        throw wrong(wanted == '[' ? "a step that begins with . or [" : "a ]");
      }
      at++;
    }

    /// The next character; one that stands nowhere at the end.
    private char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    private IllegalArgumentException wrong(String wanted) {
      return new IllegalArgumentException("expected " + wanted + " at character " + (at + 1));
    }

    private static boolean inName(char c, boolean later) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
      return letter || (later && c >= '0' && c <= '9');
    }
  }
}
