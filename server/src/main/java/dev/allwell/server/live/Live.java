package dev.allwell.server.live;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Sink;
import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sink behind the live stream: what lanes tell goes into a bounded queue, from there, by one
/// thread, into rings that readers follow at their own pace.
///
/// Overflow: what finds the queue full is left out and counted, and every reader that it could have
/// concerned is told by a `reset`. No reader can delay another, nor a lane.
public final class Live implements Sink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Live.class);
  private static final int QUEUE = 16_384;
  private static final int MOST_AT_ONCE = 1024;
  private static final int MOST_LAPSED = 1_000_000;

  /// Results are kept for so long after their last reader left, so that it can come back.
  private static final Duration RESULTS_KEPT = Duration.ofMinutes(1);

  /// Between two deliveries: what happens meanwhile travels together.
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Ticker ticker;
  private final Shelf shelf;
  private final ArrayBlockingQueue<Item> queue;
  private final Set<Long> lapsed = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> wakers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger resultReaders = new AtomicInteger();
  private final AtomicLong lostChanges = new AtomicLong();
  private final AtomicLong lostResults = new AtomicLong();
  private final Thread thread;
  private volatile boolean resultsWanted;
  private volatile long resultsWantedNanos;
  private volatile boolean closing;

  /// How much is kept for readers that come back or fall behind.
  ///
  /// @param changes the last changes
  /// @param results the last results
  /// @param queue what may wait for the thread
  public record Sizes(int changes, int results, int queue) {
    public static final Sizes DEFAULT = new Sizes(8192, 16_384, QUEUE);
  }

  private sealed interface Item {
    /// @param back whether it had lapsed before
    record Checked(Judged judged, boolean back) implements Item {}

    record Gone(Event.Lapsed lapsed) implements Item {}

    record Paused(Registration registration, Instant at) implements Item {}
  }

  public Live(Ticker ticker, InstantSource clock) {
    this(ticker, clock, Sizes.DEFAULT);
  }

  /// Starts its thread.
  public Live(Ticker ticker, InstantSource clock, Sizes sizes) {
    this.ticker = ticker;
    shelf = new Shelf(Long.toString(clock.millis(), 36), sizes.changes, sizes.results);
    queue = new ArrayBlockingQueue<>(sizes.queue);
    thread = Thread.ofPlatform().name("live").daemon().start(this::run);
  }

  @Override
  public void judged(Judged judged) {
    boolean back =
        !lapsed.isEmpty()
            && judged.sample().counted()
            && lapsed.remove(judged.registration().number());
    if (back || !judged.events().isEmpty()) {
      offer(new Item.Checked(judged, back), lostChanges);
    } else if (resultsWanted) {
      offer(new Item.Checked(judged, false), lostResults);
    }
  }

  /// Told first and noted then: should a check end in between, the next one sets it right.
  @Override
  public void lapsed(Event.Lapsed event) {
    offer(new Item.Gone(event), lostChanges);
    unknown(event.registration());
  }

  @Override
  public void paused(Registration registration, Instant at) {
    offer(new Item.Paused(registration, at), lostChanges);
    unknown(registration);
  }

  private void unknown(Registration registration) {
    if (lapsed.size() < MOST_LAPSED) {
      lapsed.add(registration.number());
    }
  }

  private void offer(Item item, AtomicLong lost) {
    if (!queue.offer(item)) {
      lost.incrementAndGet();
    }
  }

  /// Lets a reader in.
  ///
  /// @param lastIdOrNull the last id that it saw; null for one that is new
  /// @param waker called on any thread when there may be more; must not block
  public Cursor join(Filter filter, @Nullable String lastIdOrNull, Runnable waker) {
    if (filter.results()) {
      resultReaders.incrementAndGet();
      wantResults();
    }
    wakers.add(waker);
    var start = shelf.start(lastIdOrNull, filter.results());
    return new Cursor(
        shelf,
        filter,
        start,
        () -> {
          wakers.remove(waker);
          if (filter.results()) {
            resultsWantedNanos = ticker.nanos();
            resultReaders.decrementAndGet();
          }
        });
  }

  private synchronized void wantResults() {
    resultsWantedNanos = ticker.nanos();
    if (!resultsWanted) {
      shelf.missing(false);
      resultsWanted = true;
    }
  }

  private synchronized void forgetResults() {
    long age = ticker.nanos() - resultsWantedNanos;
    if (resultsWanted && resultReaders.get() == 0 && age > RESULTS_KEPT.toNanos()) {
      resultsWanted = false;
      shelf.missing(false);
    }
  }

  /// What waits for the thread.
  public int queued() {
    return queue.size();
  }

  /// What was left out because the queue was full, since the start.
  public long lost() {
    return lostChanges.get() + lostResults.get();
  }

  /// Whether its thread lives: until [#close].
  public boolean alive() {
    return thread.isAlive();
  }

  private void run() {
    var batch = new ArrayList<Item>();
    long changesLost = 0;
    long resultsLost = 0;
    while (!closing) {
      try {
        var first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, MOST_AT_ONCE - 1);
        }
        long changes = lostChanges.get();
        long results = lostResults.get();
        publish(batch, changes > changesLost, changes > changesLost || results > resultsLost);
        changesLost = changes;
        resultsLost = results;
        forgetResults();
      } catch (InterruptedException e) {
        log.debug("woken to end");
      } catch (Throwable e) {
        log.error("the live stream met what it cannot explain, and goes on", e);
        lostChanges.addAndGet(batch.size());
      }
      batch.clear();
    }
  }

  private void publish(List<Item> batch, boolean lostSomeChange, boolean lostSomething) {
    var changes = new ArrayList<Entry>();
    var results = new ArrayList<Entry>();
    long sequence = shelf.sequence();
    for (var item : batch) {
      switch (item) {
        case Item.Checked(var judged, boolean back) -> {
          if (back || !judged.events().isEmpty()) {
            changes.add(change(++sequence, judged, back));
          }
          if (resultsWanted) {
            results.add(result(++sequence, judged));
          }
        }
        case Item.Gone(var gone) -> {
          var text = EntryText.lapse(shelf.id(++sequence), gone);
          changes.add(unknown(sequence, text, gone.registration()));
        }
        case Item.Paused(var registration, var at) -> {
          var text = EntryText.pause(shelf.id(++sequence), registration, at);
          changes.add(unknown(sequence, text, registration));
        }
      }
    }
    if (lostSomething) {
      var reset = reset(++sequence);
      results.add(reset);
      if (lostSomeChange) {
        changes.add(reset);
      }
    }
    if (!changes.isEmpty() || !results.isEmpty()) {
      shelf.add(changes, results, sequence);
      wakers.forEach(Runnable::run);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Entry change(long sequence, Judged judged, boolean back) {
    var now = judged.state().verdict().health();
    var before = back ? Health.UNKNOWN : now;
    boolean began = false;
    for (var event : judged.events()) {
      switch (event) {
        case Event.Began _ -> began = true;
        case Event.Turned turned -> before = back ? Health.UNKNOWN : turned.from();
        case Event.Lapsed _ -> before = Health.UNKNOWN;
      }
    }
    return new Entry(
        sequence,
        EntryText.change(shelf.id(sequence), judged, before, began),
        about(judged, EnumSet.of(now, before)));
  }

  private Entry result(long sequence, Judged judged) {
    return new Entry(
        sequence,
        EntryText.result(shelf.id(sequence), judged),
        about(judged, EnumSet.of(judged.sample().reason().health())));
  }

  /// Nobody says what it was before, so whoever watches any health is told.
  private static Entry unknown(long sequence, byte[] text, Registration registration) {
    var service = registration.service();
    return new Entry(
        sequence,
        text,
        new Entry.About(service.id(), service.labels().groups(), EnumSet.allOf(Health.class)));
  }

  private Entry reset(long sequence) {
    return new Entry(sequence, EntryText.reset(shelf.id(sequence), "overflow"), null);
  }

  private static Entry.About about(Judged judged, Set<Health> healths) {
    var service = judged.registration().service();
    return new Entry.About(service.id(), service.labels().groups(), healths);
  }

  /// Ends its thread; readers are told nothing more. Blocks for a moment.
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
