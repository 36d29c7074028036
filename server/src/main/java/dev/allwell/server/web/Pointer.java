package dev.allwell.server.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Places of problems, `http.headers.X-Key` or `groups[1]`, as JSON pointers (RFC 6901) in a
/// fragment, `#/http/headers/X-Key`. Keys that hold dots are found in the tree that was sent.
public final class Pointer {
  private Pointer() {}

  /// The pointer to a place.
  ///
  /// @param path of the problem; empty for the whole
  /// @param tree what was sent
  public static String of(String path, Map<String, @Nullable Object> tree) {
    var pointer = new StringBuilder("#");
    Object at = tree;
    int from = 0;
    while (from < path.length()) {
      int end = path.charAt(from) == '[' ? index(path, from) : key(path, from, at);
      String step = path.substring(from, end).replaceAll("^\\[|]$", "");
      pointer.append('/').append(escaped(step));
      at = below(at, step);
      from = end < path.length() && path.charAt(end) == '.' ? end + 1 : end;
    }
    return pointer.toString();
  }

  private static int index(String path, int from) {
    int close = path.indexOf(']', from);
    return close < 0 ? path.length() : close + 1;
  }

  /// The end of the longest key of the tree that stands here; of anything up to a dot or a bracket
  /// when none does.
  private static int key(String path, int from, @Nullable Object at) {
    int longest = -1;
    if (at instanceof Map<?, ?> map) {
      for (var key : map.keySet()) {
        var text = String.valueOf(key);
        int end = from + text.length();
        boolean whole = end == path.length() || (end < path.length() && ends(path.charAt(end)));
        if (path.startsWith(text, from) && whole && end > from) {
          longest = Math.max(longest, end);
        }
      }
    }
    if (longest >= 0) {
      return longest;
    }
    int end = from + 1;
    while (end < path.length() && !ends(path.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean ends(char c) {
    return c == '.' || c == '[';
  }

  private static @Nullable Object below(@Nullable Object at, String step) {
    return at instanceof Map<?, ?> map ? map.get(step) : null;
  }

  /// A key as a step of a pointer.
  static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }
}
