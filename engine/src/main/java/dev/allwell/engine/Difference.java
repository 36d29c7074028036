package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.util.List;

/// What one batch of changes made of the roster; readers downstream apply it, idempotently.
record Difference(List<Arrival> arrivals, List<Registration> departures) {
  Difference {
    arrivals = List.copyOf(arrivals);
    departures = List.copyOf(departures);
  }

  boolean isEmpty() {
    return arrivals.isEmpty() && departures.isEmpty();
  }

  /// A service that is new or changed.
  record Arrival(Registration registration, Timing timing) {
    static Arrival unchanged(Registration registration) {
      return new Arrival(registration, Timing.AS_IT_WAS);
    }
  }

  /// When an arrival is checked first.
  enum Timing {
    /// It came alone, new or with another check or schedule.
    NOW,
    /// It came in bulk: first checks spread over the first interval.
    NEXT_BEAT,
    /// What changed has nothing to do with how it is checked.
    AS_IT_WAS
  }
}
