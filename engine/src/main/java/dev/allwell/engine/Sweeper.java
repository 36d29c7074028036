package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Event;
import dev.allwell.model.Sample;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Announces services that went stale. It stands outside the lanes, since a hung lane cannot
/// announce itself.
final class Sweeper {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final Board board;
  private final Ticker ticker;
  private final InstantSource clock;
  private final List<Sink> sinks;

  Sweeper(Board board, Ticker ticker, InstantSource clock, List<Sink> sinks) {
    this.board = board;
    this.ticker = ticker;
    this.clock = clock;
    this.sinks = List.copyOf(sinks);
  }

  /// Sweeps every two seconds until interrupted.
  void run() throws InterruptedException {
    while (true) {
      sweep();
      LockSupport.parkNanos(PAUSE.toNanos());
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /// One pass over the board.
  ///
  /// @return how many services lapsed since the last one
  int sweep() {
    long now = ticker.nanos();
    int lapses = 0;
    for (var cell : board.cells()) {
      if (cell.lapses(now)) {
        lapses++;
        announce(cell);
      }
    }
    if (lapses > 0) {
      log.warn("{} services are unknown: nobody checked them for too long", lapses);
    }
    return lapses;
  }

  private void announce(Board.Cell cell) {
    var last = cell.state().tally().latest().map(Sample::at).orElse(null);
    var lapsed = new Event.Lapsed(cell.registration(), last, clock.instant());
    for (var sink : sinks) {
      try {
        sink.lapsed(lapsed);
      } catch (RuntimeException e) {
        log.error("a sink failed on {}", cell.registration().id(), e);
      }
    }
  }
}
