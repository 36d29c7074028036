package dev.allwell.server.reload;

import dev.allwell.engine.Engine;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// The reading that a server starts with: of files that lie still, so that none is taken by halves.
///
/// Nobody has watched them yet, so their own times tell: what changed half a second ago or earlier
/// is read at once. Where those times are newer, or lie in the future of this machine's clock, the
/// files must look the same for half a second.
public final class FirstReading {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Watched watched;
  private final Origin origin;
  private final Engine.Clocks clocks;
  private final Rest rest = new Rest(Signature.NONE);

  private FirstReading(Origin origin, Engine.Clocks clocks) {
    this.origin = origin;
    this.watched = new Watched(origin, List.of());
    this.clocks = clocks;
  }

  /// Reads a configuration as soon as it lies still. Blocks, for ten seconds longer than reading
  /// takes at most.
  ///
  /// @return unreadable too when it never lay still
  public static Reading of(Origin origin, Engine.Clocks clocks) {
    return new FirstReading(origin, clocks).read();
  }

  private Reading read() {
    long began = clocks.ticker().nanos();
    while (clocks.ticker().nanos() - began < PATIENCE.toNanos()) {
      var at = clocks.wall().instant();
      var before = watched.look();
      if (rest.still(before, clocks.ticker().nanos()) || isOld(before, at)) {
        var reading = watched.read();
        if (before.equals(watched.look()) && knew(reading, before, at)) {
          return reading;
        }
        watched.names(reading);
      }
      LockSupport.parkNanos(this, LOOK.toNanos());
    }
    return new Reading.Unreadable(
        "cannot read "
            + origin.path()
            + ": it is still being written, for "
            + PATIENCE.toSeconds()
            + " s without a pause");
  }

  private static boolean isOld(Signature seen, Instant at) {
    return seen.newest().isBefore(at.minusNanos(Rest.NANOS));
  }

  /// Whether the secrets that it names lay still as well.
  private static boolean knew(Reading reading, Signature before, Instant at) {
    var all = Watched.look(reading);
    return isOld(all, at) || new HashSet<>(before.files()).containsAll(all.files());
  }
}
