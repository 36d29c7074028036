package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.WaitingTurn;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
/// definition up. A lone turn is written at once; in a storm they gather between two commits, since
/// a commit costs much more than what is in it. When a commit fails, definitions fail with it and
/// say why, while turns wait and are tried again; until then definitions are committed without
/// them. Whatever else is thrown, an `Error` included, refuses what was in hand and the thread goes
/// on; nobody waits for ever.
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
  private static final Commits.Work NOTHING = () -> {};
  private static final int TURNS_A_COMMIT = 4096;
  private static final Duration GATHERING = Duration.ofMillis(20);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Path file;
  private final Commits commits;
  private final LedgerTables tables;
  private final Ticker ticker;
  private final ConcurrentLinkedQueue<Batch> batches = new ConcurrentLinkedQueue<>();
  private final Map<Long, WaitingTurn> turns = new ConcurrentHashMap<>();
  private final ArrayList<Batch> batchesInHand = new ArrayList<>();
  private final ArrayDeque<WaitingTurn> turnsInHand = new ArrayDeque<>(TURNS_A_COMMIT);

  /// Services whose turns are in hand; each is in here before it leaves `turns`, and until its turn
  /// is durable or back.
  private final Set<Long> inHand = ConcurrentHashMap.newKeySet();

  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean closed;
  private volatile int inFlight;
  private long turnsDueNanos;
  private long tidyDueNanos;
  private Duration pause = Duration.ZERO;

  GroupCommit(Path file, Commits commits, LedgerTables tables, Ticker ticker) {
    this.file = file;
    this.commits = commits;
    this.tables = tables;
    this.ticker = ticker;
    this.turnsDueNanos = ticker.nanos();
    this.tidyDueNanos = turnsDueNanos;
    this.thread = Thread.ofPlatform().name("ledger-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Blocks until the entries are durable.
  ///
  /// @throws LedgerException when nothing of them was recorded
  void record(List<Entry> entries) {
    record(new Batch(List.copyOf(entries), NOTHING, new CompletableFuture<>()));
  }

  /// Blocks until other work on the same file is durable; it may be run more than once, each time
  /// after a roll-back, on the writer's thread.
  ///
  /// @throws LedgerException when nothing of it was recorded
  void record(Commits.Work work) {
    record(new Batch(List.of(), work, new CompletableFuture<>()));
  }

  private void record(Batch batch) {
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

  /// Whether a turn of a service is not durable yet. Any thread.
  boolean awaits(long number) {
    // it may be taken, or put back, between two looks
    return turns.containsKey(number) || inHand.contains(number) || turns.containsKey(number);
  }

  StoreStats stats() {
    return commits.stats();
  }

  /// Whether the writer's thread lives: until [#close].
  boolean alive() {
    return thread.isAlive();
  }

  private void run() {
    try {
      boolean last = false;
      while (!last) {
        last = closing;
        beat(last);
      }
      if (!turns.isEmpty()) {
        LOG.error("closed with {} turns that could not be written to {}", turns.size(), file);
      }
    } finally {
      closed = true;
      refuseRest();
      commits.close();
    }
  }

  /// One round of the thread, which nothing may end but the closing.
  private void beat(boolean last) {
    try {
      drain(last);
      if (!last && batches.isEmpty()) {
        await();
      }
    } catch (Throwable e) {
      stumbled(e);
    }
  }

  /// Lets nothing that was in hand get lost, nor anybody wait for it.
  private void stumbled(Throwable e) {
    LOG.error("the ledger's writer met what it cannot explain, and goes on", e);
    commits.failed();
    var failure = new LedgerException("cannot be recorded in " + file + ": " + e, e);
    batchesInHand.forEach(batch -> batch.answer.completeExceptionally(failure));
    batchesInHand.clear();
    putBack();
    LockSupport.parkNanos(this, FIRST_PAUSE.toNanos());
  }

  private void await() {
    if (turns.isEmpty() && tables.isTidy()) {
      LockSupport.park(this);
    } else {
      long nanos = (turns.isEmpty() ? tidyDueNanos : turnsDueNanos) - ticker.nanos();
      if (nanos > 0) {
        LockSupport.parkNanos(this, nanos);
      }
    }
  }

  /// Commits what waits now; on the last call until nothing does, or a commit fails.
  private void drain(boolean untilEmpty) {
    boolean well = true;
    do {
      takeBatches();
      if (untilEmpty || turnsDueNanos - ticker.nanos() <= 0 || mayRideAlong()) {
        takeTurns();
      }
      if (batchesInHand.isEmpty() && turnsInHand.isEmpty()) {
        tidy(untilEmpty);
        return;
      }
      well = commit(batchesInHand, turnsInHand);
      batchesInHand.clear();
    } while (untilEmpty && well);
  }

  /// Whether turns that only gather may go with the definitions that are committed anyhow.
  private boolean mayRideAlong() {
    return !batchesInHand.isEmpty() && pause.isZero();
  }

  /// Uses a moment in which nothing waits. When it cannot, it tries again in a while.
  private void tidy(boolean last) {
    if (last || tables.isTidy() || tidyDueNanos - ticker.nanos() > 0) {
      return;
    }
    tidyDueNanos = ticker.nanos() + LONGEST_PAUSE.toNanos();
    try {
      commits.commit(tables::tidy);
      tidyDueNanos = ticker.nanos();
    } catch (SQLException e) {
      LOG.debug("what is left in {} of removed services stays for now", file, e);
    }
  }

  private boolean commit(List<Batch> definitions, Collection<WaitingTurn> group) {
    boolean withTurns = !group.isEmpty();
    var failure = attempt(definitions, group);
    if (failure == null) {
      if (withTurns) {
        group.clear();
        inHand.clear();
        inFlight = 0;
        if (turns.size() < TURNS_A_COMMIT) {
          turnsDueNanos = ticker.nanos() + GATHERING.toNanos();
        }
        recovered();
      }
      return true;
    }
    if (withTurns) {
      postpone(failure);
    }
    for (Batch batch : definitions) {
      boolean worthAnother = withTurns || definitions.size() > 1;
      var own = worthAnother ? attempt(List.of(batch), List.of()) : failure;
      if (own != null) {
        batch.answer.completeExceptionally(own);
      }
    }
    return false;
  }

  /// Answers the batches when all went well; else says what went wrong.
  private @Nullable LedgerException attempt(
      List<Batch> definitions, Collection<WaitingTurn> group) {
    var entries = new ArrayList<Entry>();
    definitions.forEach(batch -> entries.addAll(batch.entries));
    try {
      commits.commit(() -> {
        tables.write(entries, group);
        for (Batch batch : definitions) {
          batch.work.run();
        }
      });
    } catch (SQLException e) {
      return DiskTrouble.ledgerException("nothing was recorded", e, file);
    } catch (LedgerException e) {
      return e;
    } catch (RuntimeException | Error e) {
      LOG.error("the ledger's writer met what it cannot explain", e);
      return new LedgerException("cannot be recorded in " + file + ": " + e.getMessage(), e);
    }
    definitions.forEach(batch -> batch.answer.complete(null));
    return null;
  }

  /// Each leaves the hand only when it waits again.
  private void putBack() {
    for (var turn = turnsInHand.peek(); turn != null; turn = turnsInHand.peek()) {
      turns.merge(turn.number(), turn, (newer, older) -> older.then(newer));
      turnsInHand.remove();
    }
    inHand.clear();
    inFlight = 0;
  }

  private void postpone(LedgerException failure) {
    putBack();
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

  private void takeBatches() {
    for (Batch batch = batches.poll(); batch != null; batch = batches.poll()) {
      batchesInHand.add(batch);
    }
  }

  private void takeTurns() {
    inFlight = Math.min(turns.size(), TURNS_A_COMMIT);
    var keys = turns.keySet().iterator();
    while (turnsInHand.size() < TURNS_A_COMMIT && keys.hasNext()) {
      var number = keys.next();
      inHand.add(number);
      var turn = turns.remove(number);
      if (turn != null) {
        turnsInHand.add(turn);
      }
    }
    inFlight = turnsInHand.size();
  }

  /// Any thread.
  private void refuseRest() {
    for (Batch batch = batches.poll(); batch != null; batch = batches.poll()) {
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
  private record Batch(List<Entry> entries, Commits.Work work, CompletableFuture<Void> answer) {}
}
