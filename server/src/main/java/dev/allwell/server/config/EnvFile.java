package dev.allwell.server.config;

import dev.allwell.model.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a `.env` file: lines of `NAME=value`.
///
/// `#` begins a comment, at the begin of a line or after a blank; `export ` before a name is passed
/// over. A value may stand in single quotes (taken as it is) or in double quotes (`\n`, `\r`, `\t`,
/// `\\`, `\"`, `\$` mean what they mean elsewhere); both may go over several lines. A dollar is a
/// dollar: nothing is substituted, and the environment of the process is never looked at.
final class EnvFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String ESCAPED = "nrt\\\"$'`";
  private static final String MEANT = "\n\r\t\\\"$'`";

  private final String file;
  private final String text;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private int at;
  private int number = 1;

  private EnvFile(String file, String text) {
    this.file = file;
    this.text = text;
  }

  /// One assignment.
  ///
  /// @param number of its first line, from 1
  record Line(int number, String value) {}

  /// What a text holds.
  ///
  /// @param problems paths are `file:line`; what they are about is not among the lines
  record Content(Map<String, Line> lines, List<Problem> problems) {}

  /// @param file as it is called in problems
  static Content read(String file, String text) {
    var reader = new EnvFile(file, text.startsWith("\uFEFF") ? text.substring(1) : text);
    while (reader.at < reader.text.length()) {
      reader.line();
    }
    return new Content(reader.lines, reader.problems);
  }

  private void line() {
    int first = number;
    var start = text.substring(at, endOfLine()).strip();
    if (start.isEmpty() || start.startsWith("#")) {
      skipLine();
      return;
    }
    int equals = text.indexOf('=', at);
    if (equals < 0 || equals > endOfLine()) {
      note(first, "expected NAME=value");
      skipLine();
      return;
    }
    var name = text.substring(at, equals).strip();
    name = name.startsWith("export ") ? name.substring("export ".length()).strip() : name;
    at = equals + 1;
    var value = value(first);
    if (!NAME.matcher(name).matches()) {
      note(first, "\"" + name + "\" is not a name");
    } else if (lines.containsKey(name)) {
      note(first, name + ": is there twice, first in line " + lines.get(name).number());
    } else if (value != null) {
      lines.put(name, new Line(first, value));
    }
  }

  /// The value that begins here, with the rest of its line; null when it is none.
  private @Nullable String value(int first) {
    while (at < endOfLine() && isBlank(text.charAt(at))) {
      at++;
    }
    char quote = at < endOfLine() ? text.charAt(at) : 0;
    return quote == '"' || quote == '\'' ? quoted(first, quote) : plain();
  }

  private String plain() {
    var rest = text.substring(at, endOfLine());
    skipLine();
    int comment = rest.startsWith("#") ? 0 : comment(rest);
    return (comment < 0 ? rest : rest.substring(0, comment)).strip();
  }

  private static int comment(String rest) {
    int blank = rest.indexOf(" #");
    int tab = rest.indexOf("\t#");
    return blank < 0 ? tab : tab < 0 ? blank : Math.min(blank, tab);
  }

  private @Nullable String quoted(int first, char quote) {
    var value = new StringBuilder();
    int from = at;
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      int meant = at + 1 < text.length() ? ESCAPED.indexOf(text.charAt(at + 1)) : -1;
      if (c == '\\' && quote == '"' && meant >= 0) {
        value.append(MEANT.charAt(meant));
        at++;
      } else {
        value.append(c);
      }
      number += c == '\n' ? 1 : 0;
      at++;
    }
    if (at == text.length()) {
      note(first, "the quotation mark is never closed");
      at = from; // the lines after it are read as lines
      number = first;
      skipLine();
      return null;
    }
    at++;
    var rest = text.substring(at, endOfLine()).strip();
    skipLine();
    if (!rest.isEmpty() && !rest.startsWith("#")) {
      note(first, "something follows the closing quotation mark");
      return null;
    }
    return value.toString();
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void skipLine() {
    at = Math.min(text.length(), endOfLine() + 1);
    number++;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void note(int line, String message) {
    problems.add(new Problem(file + ":" + line, message));
  }
}
