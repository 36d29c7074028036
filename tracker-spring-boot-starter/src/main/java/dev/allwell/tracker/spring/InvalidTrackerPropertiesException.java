package dev.allwell.tracker.spring;

import java.util.List;
import java.util.stream.Collectors;

/// Properties of the tracker that cannot be meant so, all of them together.
public final class InvalidTrackerPropertiesException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final transient List<Problems.Problem> problems;

  InvalidTrackerPropertiesException(List<Problems.Problem> problems) {
    super(problems.stream().map(Problems.Problem::toString).collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  List<Problems.Problem> problems() {
    return problems;
  }
}
