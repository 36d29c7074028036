package dev.allwell.server.web.api;

import dev.allwell.model.Problem;
import dev.allwell.server.web.ProblemJson.Fault;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Places of problems, `http.headers.X-Key` or `groups[1]`, as JSON pointers (RFC 6901) in a
/// fragment, `#/http/headers/X-Key`. Keys that hold dots are found in the tree that was sent.
final class Pointers {
  private static final int MOST_IN_A_LINE = 10;
  private static final int LONGEST_LINE = 2000;

  private Pointers() {}

  /// The answer to a body with problems.
  ///
  /// @param tree what was sent
  static Reply refusal(List<Problem> problems, Map<String, @Nullable Object> tree) {
    return refusal(
        problems,
        problems.stream()
            .map(problem -> new Fault(problem.message(), of(problem.path(), tree), true))
            .toList());
  }

  /// @param faults one for each problem
  static Reply refusal(List<Problem> problems, List<Fault> faults) {
    var line =
        problems.stream()
            .limit(MOST_IN_A_LINE)
            .map(Problem::toString)
            .collect(Collectors.joining("; "));
    var shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    return Reply.problem(400, shown, faults);
  }

  /// @param path of the problem; empty for the whole
  static String of(String path, Map<String, @Nullable Object> tree) {
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

  private static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }
}
