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
  ///
  /// @param atOnce whether it is checked now (it came alone) or at its next beat (it came in bulk)
  record Arrival(Registration registration, boolean atOnce) {}
}
