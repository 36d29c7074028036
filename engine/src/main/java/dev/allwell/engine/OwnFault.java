package dev.allwell.engine;

import dev.allwell.model.Reason;
import java.time.Instant;

/// Why the last check of a service came to nothing: our own fault, held against nobody.
///
/// @param detail one line for a person, perhaps empty
public record OwnFault(Instant at, Reason reason, String detail) {
  public OwnFault {
    if (!reason.ours()) {
      throw new IllegalArgumentException(reason + " is not a fault of ours");
    }
  }

  /// One line for a person: `proxy-failed: …`.
  String words() {
    return detail.isEmpty() ? reason.code() : reason.code() + ": " + detail;
  }
}
