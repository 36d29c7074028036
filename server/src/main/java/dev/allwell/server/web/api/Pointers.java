package dev.allwell.server.web.api;

import dev.allwell.model.Problem;
import dev.allwell.server.web.Pointer;
import dev.allwell.server.web.ProblemJson.Fault;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers to bodies with problems, each with a pointer to its place.
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
            .map(problem -> new Fault(problem.message(), Pointer.of(problem.path(), tree), true))
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
}
