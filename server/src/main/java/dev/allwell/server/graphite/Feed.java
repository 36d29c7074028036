package dev.allwell.server.graphite;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Line;
import dev.allwell.egress.Outlet;
import dev.allwell.model.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that connects, waits and writes. Each minute the pilot light and what is new;
/// over a new connection everything that the rings still hold, since nobody knows what became of
/// all that was written into the one before.
final class Feed {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int MOST_TOLD = 10;

  private final Endpoint address;
  private final Outlet outlet;
  private final Time time;
  private final Buffer buffer;
  private final Counts counts;
  private final Batch batch;
  private final Ring pilot = new Ring(0, "");
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable Line line;
  private volatile Set<Long> withoutName = Set.of();
  private boolean everything;
  private boolean begun;
  private long dueNanos;
  private long retryNanos;
  private long connectedNanos;
  private long lostNanos;
  private int failuresInARow;

  Feed(Endpoint address, Outlet outlet, Time time, Buffer buffer, Counts counts, Batch batch) {
    this.address = address;
    this.outlet = outlet;
    this.time = time;
    this.buffer = buffer;
    this.counts = counts;
    this.batch = batch;
  }

  /// By which clocks it goes, and how fast.
  record Time(Ticker ticker, InstantSource wall, Pace pace) {}

  /// Goes on until interrupted; what is new then is written still, when somebody takes it at once.
  void run() throws InterruptedException {
    try {
      while (true) {
        turn();
        LockSupport.parkNanos(time.pace.look().toNanos());
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (InterruptedException e) {
      farewell();
      throw e;
    } finally {
      hangUp();
    }
  }

  /// Does what is due.
  private void turn() throws InterruptedException {
    long now = time.ticker.nanos();
    boolean due = beat(now);
    try {
      var open = line;
      if (open != null && !open.isOpen()) {
        throw new IOException(open.why());
      }
      if (open == null && (failuresInARow == 0 || now - retryNanos >= 0)) {
        open = connect();
      }
      if (open != null && (due || everything || buffer.many())) {
        write(open, time.pace.toWrite());
        if (now - connectedNanos >= time.pace.period().toNanos()) {
          failuresInARow = 0;
        }
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  /// Whether a minute is over: then the pilot light shines once more, whoever sees it. Minutes that
  /// were missed stay dark.
  private boolean beat(long now) {
    if (!begun) {
      begun = true;
      dueNanos = now;
    }
    if (now - dueNanos < 0) {
      return false;
    }
    long period = time.pace.period().toNanos();
    dueNanos += ((now - dueNanos) / period + 1) * period;
    counts.add();
    long seconds = Math.floorDiv(time.wall.millis(), 1000);
    if (pilot.add("", seconds, true) == Ring.Added.OVERFLOWED) {
      counts.drop(Loss.OVERFLOW, 1);
    }
    return true;
  }

  private Line connect() throws IOException, InterruptedException {
    var open = outlet.connect(address, time.pace.toConnect());
    line = open;
    connections.incrementAndGet();
    connectedNanos = time.ticker.nanos();
    everything = true;
    return open;
  }

  private void write(Line open, Duration patience) throws IOException, InterruptedException {
    var to = new Batch.To(open, patience);
    buffer.calm();
    var owners = new Owners(buffer.rings());
    tell(owners);
    batch.clear();
    batch.addPilot(pilot, everything, to);
    for (var ring : buffer.rings()) {
      if (owners.owns(ring)) {
        batch.add(ring, everything, to);
      }
    }
    batch.send(to);
    if (everything) {
      everything = false;
      well();
    }
    owners.without().forEach(ring -> counts.drop(Loss.NAME_TAKEN, ring.skip()));
    buffer.retire(time.wall.instant().getEpochSecond());
  }

  private void tell(Owners owners) {
    var known = withoutName;
    var fresh = owners.without().stream().filter(ring -> !known.contains(ring.number())).toList();
    fresh.stream()
        .limit(MOST_TOLD)
        .forEach(ring ->
            log.warn(
                "\"{}\" has no points in Graphite, where \"{}\" is called {} already: rename one",
                ring.name(),
                owners.nameBefore(ring),
                Owners.part(ring.name())));
    if (fresh.size() > MOST_TOLD) {
      log.warn("so have {} more services", fresh.size() - MOST_TOLD);
    }
    withoutName = owners.numbersWithout();
  }

  private void well() {
    if (failuresInARow == 0) {
      log.info("points go to Graphite at {}", address);
    } else {
      long dark = TimeUnit.NANOSECONDS.toSeconds(time.ticker.nanos() - lostNanos);
      log.info("points go to Graphite at {} again, after {} s", address, dark);
    }
  }

  private void failed(IOException why) {
    boolean first = line != null || failuresInARow == 0;
    hangUp();
    failures.incrementAndGet();
    long now = time.ticker.nanos();
    if (first) {
      lostNanos = now;
      log.warn(
          "Graphite at {} takes no points: {}; the last {} of each service wait for it",
          address,
          why.getMessage(),
          Ring.KEPT);
    } else {
      log.debug("Graphite at {} still takes no points: {}", address, why.getMessage());
    }
    retryNanos = now + time.pace.pauseNanos(failuresInARow, ThreadLocalRandom.current());
    failuresInARow++;
  }

  /// The end of the program is no reason to lose the last minute.
  private void farewell() throws InterruptedException {
    var open = line;
    if (open != null && open.isOpen()) {
      try {
        write(open, FAREWELL);
      } catch (IOException e) {
        log.debug("Graphite at {} did not take the last points: {}", address, e.getMessage());
      }
    }
  }

  private void hangUp() {
    var open = line;
    line = null;
    if (open != null) {
      open.close();
    }
  }

  /// Whether there is a connection. Any thread.
  boolean connected() {
    var open = line;
    return open != null && open.isOpen();
  }

  /// Connections that stood, since the start. Any thread.
  long connections() {
    return connections.get();
  }

  /// Connections that could not be had or broke, since the start. Any thread.
  long failures() {
    return failures.get();
  }

  /// Services whose name in Graphite is another's. Any thread.
  int withoutName() {
    return withoutName.size();
  }
}
