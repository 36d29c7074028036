package dev.allwell.engine;

import dev.allwell.model.Event;
import dev.allwell.model.Outcome;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.State;
import java.time.Instant;
import java.util.List;

/// A reader at the end of the flow. It never calls back, never blocks, never throws; what it cannot
/// take at once waits in a bounded queue of its own, with a stated rule for overflow.
public interface Sink {
  /// A check was judged. On the service's lane.
  void judged(Judged judged);

  /// A service lapsed into unknown. On the sweeper's thread.
  default void lapsed(Event.Lapsed lapsed) {}

  /// Somebody paused a service: from this moment on nobody checks it, and nothing is known of it.
  /// On the service's lane, once for each pause.
  default void paused(Registration registration, Instant at) {}

  /// One judgement with all that belongs to it.
  ///
  /// @param state after the outcome
  /// @param events what changed; mostly empty
  record Judged(
      Registration registration, Outcome outcome, Sample sample, State state, List<Event> events) {}
}
