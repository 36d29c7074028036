package dev.allwell.server.config.yaml;

import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The environment's part in a value: `${X}`, `${X:-default}` for one that is unset or empty, and
/// `$$` for a dollar. Any other dollar is one.
///
/// What a variable holds is taken as it is and not looked through again.
record Substitution(Map<String, String> environment) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String DEFAULT = ":-";

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
      } else if (text.startsWith("${", at)) {
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
    var value = environment.get(name);
    if (colon >= 0) {
      return value == null || value.isEmpty() ? written.substring(colon + DEFAULT.length()) : value;
    }
    if (value == null) {
      refuse.accept("the variable " + name + " is not set, and there is no default");
      return "";
    }
    return value;
  }
}
