package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Sample;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The samples' writer: one thread that commits what came in, at a steady pace.
///
/// One commit writes the journal's row, the chunks and roll-ups of heads that are due, and deletes
/// a slice of what is to be forgotten or too old. Memory follows only after the commit, so that a
/// failed one is simply tried again. Nothing that is thrown, an `Error` included, ends the thread
/// before it is closed.
final class SampleWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SampleWriter.class);
  private static final String UNEXPLAINED =
      "the samples' writer met what it cannot explain, and goes on";
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final int FLUSHES_A_COMMIT = 1024;
  private static final int FORGOTTEN_A_COMMIT = 512;
  private static final long JOURNAL_KEPT_MILLIS = Duration.ofMinutes(65).toMillis();
  private static final long STRAGGLERS_MILLIS = Duration.ofHours(1).toMillis();

  private final Path file;
  private final Commits commits;
  private final SampleTables tables;
  private final Clearing clearing;
  private final Upkeep upkeep;
  private final Heads heads;
  private final SampleQueue queue;
  private final Clocks clocks;
  private final ConcurrentLinkedQueue<Long> toForget = new ConcurrentLinkedQueue<>();
  private final LinkedHashSet<Head> due = new LinkedHashSet<>();
  private final Thread thread;
  private volatile boolean closing;
  private long lastMoment;
  private long lastMinute = Long.MIN_VALUE;
  private long trimBefore;
  private SampleQueue.@Nullable Batch pendingOrNull;
  private Duration pause = Duration.ZERO;

  SampleWriter(
      Commits commits,
      SampleTables tables,
      Upkeep upkeep,
      Heads heads,
      SampleQueue queue,
      Place place) {
    this.file = place.file();
    this.upkeep = upkeep;
    this.clocks = place.clocks();
    this.commits = commits;
    this.tables = tables;
    this.clearing = new Clearing(tables);
    this.heads = heads;
    this.queue = queue;
    this.thread = Thread.ofPlatform().name("samples-writer").unstarted(this::run);
  }

  /// @param lastMoment key of the journal's last row
  void start(long lastMoment) {
    this.lastMoment = lastMoment;
    clearing.add(heads.forgotten());
    thread.start();
  }

  /// Commits soon instead of at the next beat.
  void hurry() {
    LockSupport.unpark(thread);
  }

  void forget(long number) {
    if (heads.forget(number)) {
      toForget.add(number);
    }
  }

  StoreStats stats() {
    return commits.stats();
  }

  boolean alive() {
    return thread.getState() != Thread.State.TERMINATED;
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = round();
      }
      int lost = queue.size() + (pendingOrNull == null ? 0 : pendingOrNull.size());
      if (lost > 0) {
        LOG.error("closed with {} ticks that could not be written to {}", lost, file);
      }
    } finally {
      commits.close();
    }
  }

  /// Says whether it was the last.
  private boolean round() {
    boolean last = closing;
    try {
      await();
      last = closing;
      beat(last);
    } catch (Throwable e) {
      LOG.error(UNEXPLAINED, e);
      commits.failed();
      LockSupport.parkNanos(this, clocks.pace().toNanos());
    }
    return last;
  }

  private void await() {
    var beat = pause.isZero() ? clocks.pace() : pause;
    long wakeNanos = clocks.ticker().nanos() + beat.toNanos();
    long left = beat.toNanos();
    while (left > 0 && !closing && !(pause.isZero() && queue.crowded())) {
      LockSupport.parkNanos(this, left);
      left = wakeNanos - clocks.ticker().nanos();
    }
  }

  /// One commit; at the end as many as it takes.
  private void beat(boolean untilEmpty) {
    boolean well = true;
    do {
      look();
      if (pendingOrNull == null && queue.size() > 0) {
        pendingOrNull = queue.take();
      }
      var forgotten = next(toForget);
      boolean nothingOld = untilEmpty || (clearing.isEmpty() && upkeep.isIdle());
      if (pendingOrNull == null && due.isEmpty() && forgotten.isEmpty() && nothingOld) {
        return;
      }
      well = commit(pendingOrNull, forgotten);
    } while (untilEmpty && well);
  }

  private boolean commit(SampleQueue.@Nullable Batch batch, List<Long> forgotten) {
    long moment = Math.max(lastMoment + 1, clocks.wall().millis());
    try {
      var flushes = flushes();
      commits.commit(() -> write(moment, batch, flushes, forgotten));
      apply(moment, batch, flushes, forgotten);
      recovered();
      return true;
    } catch (SQLException e) {
      toForget.addAll(forgotten);
      postpone(DiskTrouble.words(e, file));
    } catch (Throwable e) {
      toForget.addAll(forgotten);
      LOG.error(UNEXPLAINED, e);
      drop();
      postpone(e.toString());
    }
    return false;
  }

  private void write(
      long moment,
      SampleQueue.@Nullable Batch batch,
      List<Head.Flush> flushes,
      List<Long> forgotten)
      throws SQLException {
    if (batch != null) {
      tables.journal(moment, Journal.write(batch));
    }
    for (var flush : flushes) {
      tables.flush(flush);
    }
    for (long number : forgotten) {
      tables.forget(number, moment);
    }
    clearing.slice();
    upkeep.slice();
    tables.trimJournal(trimBefore);
    if (clearing.isEmpty() && forgotten.isEmpty()) {
      tables.trimForgotten(trimBefore - STRAGGLERS_MILLIS);
    }
  }

  private void apply(
      long moment,
      SampleQueue.@Nullable Batch batch,
      List<Head.Flush> flushes,
      List<Long> forgotten) {
    lastMoment = moment;
    for (var flush : flushes) {
      flush.head().flushed(flush);
      due.remove(flush.head());
    }
    if (clearing.isEmpty() && forgotten.isEmpty()) {
      heads.dismissForgotten(trimBefore - STRAGGLERS_MILLIS);
    }
    clearing.sliced();
    clearing.add(forgotten);
    forgotten.forEach(number -> heads.forgotten(number, moment));
    if (batch != null) {
      for (int i = 0; i < batch.size(); i++) {
        Sample sample = batch.sample(i);
        heads
            .add(moment, batch.number(i), sample)
            .filter(head -> head.due(lastMinute))
            .ifPresent(due::add);
      }
      done();
    }
  }

  /// A batch that cannot be written at all must not stop those after it.
  private void drop() {
    if (pendingOrNull != null) {
      queue.lost(pendingOrNull.size());
    }
    done();
  }

  private void done() {
    if (pendingOrNull != null) {
      queue.giveBack(pendingOrNull);
      pendingOrNull = null;
    }
  }

  private List<Head.Flush> flushes() {
    var flushes = new ArrayList<Head.Flush>();
    due.removeIf(head -> heads.isForgotten(head.number()));
    for (var head : due) {
      if (flushes.size() == FLUSHES_A_COMMIT) {
        break;
      }
      flushes.add(head.flush(lastMoment));
    }
    return flushes;
  }

  /// Ticks are journalled whether or not it can be told what else is due.
  private void look() {
    try {
      findDue();
    } catch (Throwable e) {
      LOG.error("what is due among the samples will be looked for again in a minute", e);
      commits.failed();
    }
  }

  /// Once a minute: which hours ended, and what of the journal nobody needs any more.
  private void findDue() throws SQLException {
    long now = clocks.wall().millis();
    long minute = Hour.minute(clocks.wall().instant());
    if (minute == lastMinute) {
      return;
    }
    lastMinute = minute;
    long needed = now - JOURNAL_KEPT_MILLIS;
    for (var head : heads.all()) {
      needed = Math.min(needed, head.oldestMoment());
      if (head.due(minute)) {
        due.add(head);
      }
    }
    trimBefore = needed;
    upkeep.look(now);
  }

  private void postpone(String why) {
    if (pause.isZero()) {
      LOG.error("ticks wait for the store: {}", why);
    }
    var longer = pause.isZero() ? clocks.pace() : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private void recovered() {
    if (!pause.isZero()) {
      LOG.info("the store takes ticks again; {} were dropped since the start", queue.dropped());
      pause = Duration.ZERO;
    }
  }

  private static List<Long> next(ConcurrentLinkedQueue<Long> numbers) {
    var taken = new ArrayList<Long>();
    while (taken.size() < FORGOTTEN_A_COMMIT) {
      var number = numbers.poll();
      if (number == null) {
        break;
      }
      taken.add(number);
    }
    return taken;
  }

  /// Writes what waits, then ends the thread and closes the connection.
  @Override
  public void close() {
    closing = true;
    if (thread.getState() == Thread.State.NEW) {
      commits.close();
      return;
    }
    LockSupport.unpark(thread);
    Joining.uninterruptibly(thread);
  }

  /// The clocks, and how long after a commit the next one comes.
  record Clocks(InstantSource wall, Ticker ticker, Duration pace) {}

  /// Where and when.
  record Place(Path file, Clocks clocks) {}
}
