package dev.allwell.probe;

import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import java.util.Optional;

/// How a complete answer was judged.
///
/// @param detail one line for a person, without a word of the body but the names of what fails
/// @param severity of what fails, 1 (worst) to 3; 0 when it was not told
record Ruling(Reason reason, String detail, Optional<Report> report, int severity) {
  Ruling(Reason reason, String detail, Optional<Report> report) {
    this(reason, detail, report, 0);
  }

  static Ruling bad(String detail) {
    return new Ruling(Reason.BAD_RESPONSE, detail, Optional.empty());
  }
}
