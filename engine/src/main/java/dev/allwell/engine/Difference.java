package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.util.List;

/// What one batch of changes made of the roster; readers downstream apply it, idempotently.
///
/// @param departures gone for good: what belongs to them may be cleaned up
/// @param withdrawn watched no more, but kept: they may come back
record Difference(
    List<Arrival> arrivals, List<Registration> departures, List<Registration> withdrawn) {
  Difference {
    arrivals = List.copyOf(arrivals);
    departures = List.copyOf(departures);
    withdrawn = List.copyOf(withdrawn);
  }

  /// One that withdraws nobody.
  Difference(List<Arrival> arrivals, List<Registration> departures) {
    this(arrivals, departures, List.of());
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
