package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.WaitingTurn;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger's writer: one thread that puts all that waits into one commit, then answers.
///
/// Definitions go into every commit; of turns only so many that a storm of them cannot hold a
/// definition up. When a commit fails, definitions fail with it and say why, while turns wait and
/// are tried again; until then definitions are committed without them.
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final int TURNS_A_COMMIT = 4096;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Path file;
  private final Commits commits;
  private final LedgerTables tables;
  private final Ticker ticker;
  private final ConcurrentLinkedQueue<Batch> batches = new ConcurrentLinkedQueue<>();
  private final Map<Long, WaitingTurn> turns = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile int inFlight;
  private long turnsDueNanos;
  private Duration pause = Duration.ZERO;

  GroupCommit(Path file, Commits commits, LedgerTables tables, Ticker ticker) {
    this.file = file;
    this.commits = commits;
    this.tables = tables;
    this.ticker = ticker;
    this.turnsDueNanos = ticker.nanos();
    this.thread = Thread.ofPlatform().name("ledger-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Blocks until the entries are durable.
  ///
  /// @throws LedgerException when nothing of them was recorded
  void record(List<Entry> entries) {
    var batch = new Batch(List.copyOf(entries), new CompletableFuture<>());
    batches.add(batch);
    LockSupport.unpark(thread);
    if (closed) {
      refuseRest();
    }
    try {
      batch.answer.get();
    } catch (InterruptedException e) {
      withdraw(batch, e);
    } catch (ExecutionException e) {
      throw refused(e);
    }
  }

  /// What no commit has taken yet is not recorded; else the commit's outcome is the answer.
  private void withdraw(Batch batch, InterruptedException interruption) {
    try {
      if (batches.remove(batch)) {
        throw new LedgerException("interrupted: nothing was recorded in " + file, interruption);
      }
      batch.answer.join();
    } catch (CompletionException e) {
      throw refused(e);
    } finally {
      Thread.currentThread().interrupt();
    }
  }

  private static LedgerException refused(Exception answer) {
    var cause = answer.getCause() == null ? answer : answer.getCause();
    var message = String.valueOf(cause.getMessage());
    return cause instanceof LedgerException known && known.outOfSpace()
        ? LedgerException.outOfSpace(message, known)
        : new LedgerException(message, cause);
  }

  void turn(Turn turn) {
    turns.merge(turn.number(), WaitingTurn.of(turn), WaitingTurn::then);
    LockSupport.unpark(thread);
  }

  /// Services whose turns are not durable yet, those in the running commit included.
  int waiting() {
    return turns.size() + inFlight;
  }

  StoreStats stats() {
    return commits.stats();
  }

  private void run() {
    boolean last = false;
    while (!last) {
      last = closing;
      try {
        drain(last);
      } catch (RuntimeException e) {
        LOG.error("the ledger's writer met what it cannot explain, and goes on", e);
      }
      if (!last && batches.isEmpty()) {
        await();
      }
    }
    closed = true;
    refuseRest();
    if (!turns.isEmpty()) {
      LOG.error("closed with {} turns that could not be written to {}", turns.size(), file);
    }
    commits.close();
  }

  private void await() {
    if (turns.isEmpty()) {
      LockSupport.park(this);
    } else {
      long nanos = turnsDueNanos - ticker.nanos();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /// Commits what waits now; on the last call until nothing does, or a commit fails.
  private void drain(boolean untilEmpty) {
    boolean well = true;
    do {
      boolean due = untilEmpty || turnsDueNanos - ticker.nanos() <= 0;
      var definitions = takeBatches();
      var group = due ? takeTurns() : List.<WaitingTurn>of();
      if (definitions.isEmpty() && group.isEmpty()) {
        return;
      }
      well = commit(definitions, group);
      inFlight = 0;
    } while (untilEmpty && well);
  }

  private boolean commit(List<Batch> definitions, List<WaitingTurn> group) {
    var failure = attempt(definitions, group);
    if (failure == null) {
      if (!group.isEmpty()) {
        recovered();
      }
      return true;
    }
    if (!group.isEmpty()) {
      postpone(group, failure);
    }
    if (definitions.isEmpty()) {
      return false;
    }
    for (Batch batch : definitions) {
      boolean worthAnother = !group.isEmpty() || definitions.size() > 1;
      var own = worthAnother ? attempt(List.of(batch), List.of()) : failure;
      if (own != null) {
        batch.answer.completeExceptionally(own);
      }
    }
    return false;
  }

  /// Answers the batches when all went well; else says what went wrong.
  private @Nullable LedgerException attempt(List<Batch> definitions, List<WaitingTurn> group) {
    var entries = new ArrayList<Entry>();
    definitions.forEach(batch -> entries.addAll(batch.entries));
    try {
      commits.commit(() -> tables.write(entries, group));
    } catch (SQLException e) {
      return Trouble.ledgerException("nothing was recorded", e, file);
    } catch (RuntimeException e) {
      return new LedgerException("cannot be recorded in " + file + ": " + e.getMessage(), e);
    }
    definitions.forEach(batch -> batch.answer.complete(null));
    return null;
  }

  private void postpone(List<WaitingTurn> group, LedgerException failure) {
    for (WaitingTurn turn : group) {
      turns.merge(turn.number(), turn, (newer, older) -> older.then(newer));
    }
    if (pause.isZero()) {
      LOG.error("turns wait for the ledger: {}", failure.getMessage());
    }
    var longer = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    turnsDueNanos = ticker.nanos() + pause.toNanos();
  }

  private void recovered() {
    if (!pause.isZero()) {
      LOG.info("the ledger takes turns again");
      pause = Duration.ZERO;
    }
  }

  private List<Batch> takeBatches() {
    var taken = new ArrayList<Batch>();
    for (Batch batch = batches.poll(); batch != null; batch = batches.poll()) {
      taken.add(batch);
    }
    return taken;
  }

  private List<WaitingTurn> takeTurns() {
    var taken = new ArrayList<WaitingTurn>();
    inFlight = Math.min(turns.size(), TURNS_A_COMMIT);
    var keys = turns.keySet().iterator();
    while (taken.size() < TURNS_A_COMMIT && keys.hasNext()) {
      var turn = turns.remove(keys.next());
      if (turn != null) {
        taken.add(turn);
      }
    }
    return taken;
  }

  private void refuseRest() {
    for (Batch batch : takeBatches()) {
      batch.answer.completeExceptionally(new LedgerException("the ledger is closed: " + file));
    }
  }

  /// Writes what waits, then ends the thread and closes the connection.
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    Joining.uninterruptibly(thread);
  }

  /// Entries that are recorded together or not at all.
  private record Batch(List<Entry> entries, CompletableFuture<Void> answer) {}
}
