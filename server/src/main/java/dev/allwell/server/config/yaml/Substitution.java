package dev.allwell.server.config.yaml;

import dev.allwell.definition.FileAccess;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The environment's part in a value: `${X}`, `${X:-default}` for one that is unset or empty, and
/// `$$` for a dollar, in a default too. Any other dollar is one.
///
/// A variable that is unset or empty may be named with `_FILE` at its end: that file's text is its
/// value then. What a variable holds is taken as it is and not looked through again.
///
/// @param environment the variables there are
/// @param files reads those that variables name
record Substitution(Map<String, String> environment, FileAccess files) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String BEGIN = "${";
  private static final String DEFAULT = ":-";
  private static final String FROM_FILE = "_FILE";

  /// Whether a text is a single variable and nothing else.
  static boolean isOneVariable(String text) {
    return text.startsWith(BEGIN) && text.indexOf('}') == text.length() - 1;
  }

  /// @param refuse told what is wrong
  String in(String text, Consumer<String> refuse) {
    if (text.indexOf('$') < 0) {
      return text;
    }
    var out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        out.append('$');
        at += 2;
      } else if (text.startsWith(BEGIN, at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          refuse.accept("\"${\" without a \"}\": for a dollar write \"$$\"");
          return text;
        }
        out.append(variable(text.substring(at + 2, end), refuse));
        at = end + 1;
      } else {
        out.append(text.charAt(at++));
      }
    }
    return out.toString();
  }

  private String variable(String written, Consumer<String> refuse) {
    int colon = written.indexOf(DEFAULT);
    var name = colon < 0 ? written : written.substring(0, colon);
    if (!NAME.matcher(name).matches()) {
      refuse.accept("not the name of a variable in \"${…}\": for a dollar write \"$$\"");
      return "";
    }
    var value = environment.getOrDefault(name, "");
    if (!environment.getOrDefault(name + FROM_FILE, "").isEmpty()) {
      return fromFile(name, value, refuse).orElse("");
    }
    if (value.isEmpty() && colon >= 0) {
      return otherwise(written.substring(colon + DEFAULT.length()), refuse);
    }
    if (!environment.containsKey(name)) {
      refuse.accept("the variable " + name + " is not set, and there is no default");
    }
    return value;
  }

  private Optional<String> fromFile(String name, String value, Consumer<String> refuse) {
    var fileName = name + FROM_FILE;
    if (!value.isEmpty()) {
      refuse.accept("expected one of the variables " + name + " and " + fileName + ", got both");
      return Optional.empty();
    }
    var path = environment.getOrDefault(fileName, "");
    return files.read(path, why -> refuse.accept("the variable " + fileName + ": " + why));
  }

  private static String otherwise(String written, Consumer<String> refuse) {
    var out = new StringBuilder();
    for (int at = 0; at < written.length(); at++) {
      if (written.startsWith(BEGIN, at)) {
        refuse.accept("a default holds no variable: for a dollar write \"$$\"");
        return "";
      }
      out.append(written.charAt(at));
      at += written.startsWith("$$", at) ? 1 : 0;
    }
    return out.toString();
  }
}
