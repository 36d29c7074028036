package dev.allwell.probe;

import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import java.util.Optional;

/// How a complete answer was judged.
///
/// @param detail one line for a person, without a word of the body
record Ruling(Reason reason, String detail, Optional<Report> report) {
  static Ruling bad(String detail) {
    return new Ruling(Reason.BAD_RESPONSE, detail, Optional.empty());
  }
}
