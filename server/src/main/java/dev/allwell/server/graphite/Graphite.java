package dev.allwell.server.graphite;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Outlet;
import dev.allwell.engine.Sink;
import dev.allwell.model.Endpoint;
import dev.allwell.server.config.GraphiteSettings;
import java.time.InstantSource;

/// The sink whose results become points of Graphite: each check that tells something of its target,
/// at the second in which it ended, whatever thresholds make of it.
///
/// Overflow: of each service the last sixty results are kept (see [Buffer]); what goes unwritten
/// for newer ones is counted. No carbon, however sick, can delay a lane: [#judged] puts down a
/// number.
public final class Graphite implements Sink, AutoCloseable {
  private final Outlet outlet;
  private final Counts counts = new Counts();
  private final Buffer buffer = new Buffer(counts);
  private final Feed feed;

  /// @param outlet closed with this
  public Graphite(
      Endpoint address,
      GraphiteSettings settings,
      Outlet outlet,
      Ticker ticker,
      InstantSource wall) {
    this(address, settings, outlet, new Feed.Time(ticker, wall, Pace.USUAL));
  }

  Graphite(Endpoint address, GraphiteSettings settings, Outlet outlet, Feed.Time time) {
    this.outlet = outlet;
    feed = new Feed(address, outlet, time, buffer, counts, new Batch(settings, counts));
  }

  @Override
  public void judged(Judged judged) {
    buffer.add(judged);
  }

  /// Connects and writes until interrupted. On a thread of its own, which a supervisor may start
  /// anew.
  public void run() throws InterruptedException {
    feed.run();
  }

  Counts counts() {
    return counts;
  }

  Buffer buffer() {
    return buffer;
  }

  Feed feed() {
    return feed;
  }

  @Override
  public void close() {
    outlet.close();
  }
}
