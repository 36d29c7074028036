package dev.allwell.probe;

import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import java.util.function.Consumer;

/// Makes one attempt.
@FunctionalInterface
public interface Prober {
  /// Starts an attempt and returns at once. Called on a lane's thread; `done` is called exactly
  /// once on that thread unless the attempt was cancelled, perhaps before this returns, and not
  /// later than `limitNanos` + 50 ms from now, whatever the target does. Never throws because of a
  /// target.
  ///
  /// @param limitNanos the one deadline over resolving, connecting, TLS, redirects and transfer
  Probing probe(Check check, long limitNanos, Consumer<Attempt> done);

  /// As the other, and each step is told to a trace, if this prober can tell.
  default Probing probe(Check check, long limitNanos, Trace trace, Consumer<Attempt> done) {
    return probe(check, limitNanos, done);
  }
}
