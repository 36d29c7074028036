package dev.allwell.definition;

import dev.allwell.model.Problem;
import dev.allwell.model.Service;
import java.util.List;

/// The outcome of reading the keys of one service.
public sealed interface Definition {
  /// Good: a service.
  record Defined(Service service) implements Definition {}

  /// Not good: everything that is wrong with it, at least one.
  record Refused(List<Problem> problems) implements Definition {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
