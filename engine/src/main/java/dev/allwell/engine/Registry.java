package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The left edge: every change to the set of services passes here, one batch after another.
///
/// A batch is all that waits, at most 512 submissions: one pass over a draft of the roster, one
/// commit in the ledger, one new roster, one difference for those downstream; only then are the
/// submitters told. Whatever fails, nothing of the batch is half-applied.
public final class Registry {
  static final int MOST_WAITING = 4096;
  private static final int MOST_IN_A_BATCH = 512;
  private static final Logger log = LoggerFactory.getLogger(Registry.class);

  private final BlockingQueue<Submission> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Submission nudge = new Submission(List.of(), false, new CompletableFuture<>());
  private final Queue<Consumer<Roster>> pauses = new ConcurrentLinkedQueue<>();

  /// Taken from the queue and not answered yet. The registry's thread alone.
  private final List<Submission> underWay = new ArrayList<>();

  private final Ledger ledger;
  private final InstantSource clock;
  private final Consumer<Difference> downstream;
  private volatile Roster roster;
  private volatile Map<String, Instant> tripping = Map.of();
  private volatile boolean closed;
  private long nextNumber;

  /// Whether a difference was recorded of which those downstream may not know.
  private boolean owing;

  /// @param remembered what the ledger told
  /// @param downstream told of each difference in order, on the registry's thread
  Registry(
      Ledger ledger, Remembered remembered, InstantSource clock, Consumer<Difference> downstream) {
    this.ledger = ledger;
    this.clock = clock;
    this.downstream = downstream;
    this.roster = remembered.roster;
    this.nextNumber = remembered.nextNumber;
  }

  /// What a registry begins with.
  ///
  /// @param nextNumber higher than any number ever given
  record Remembered(Roster roster, long nextNumber) {
    static Remembered of(Ledger.Book book) {
      return new Remembered(Roster.of(book), book.nextNumber());
    }
  }

  /// Hands changes in; those that are not refused become true all together or not at all. Never
  /// blocks; any thread.
  ///
  /// @return a receipt a change, in order, once what they say is durable and visible. It completes
  ///   exceptionally with [LedgerException] when the store could not record it (nothing was
  ///   applied), or with [OverloadedException] when too many wait
  public CompletionStage<List<Receipt>> submit(List<Change> changes) {
    return hand(new Submission(List.copyOf(changes), false, new CompletableFuture<>()));
  }

  private CompletionStage<List<Receipt>> hand(Submission submission) {
    if (!waiting.offer(submission)) {
      submission.answer.completeExceptionally(
          new OverloadedException("4096 registrations already wait"));
    } else if (closed) {
      refuseAll();
    }
    return submission.answer;
  }

  /// As [#submit], but all or nothing: when a receipt says that its change was refused, none of
  /// them was applied, whatever the other receipts say.
  public CompletionStage<List<Receipt>> submitWhole(List<Change> changes) {
    return hand(new Submission(List.copyOf(changes), true, new CompletableFuture<>()));
  }

  /// The services as they are now. Never blocks; any thread.
  public Roster roster() {
    return roster;
  }

  /// The categories as they are now, with those off that tripped and of which the store does not
  /// know yet. Never blocks; any thread.
  public Categories categories() {
    var now = roster.categories();
    for (var tripped : tripping.entrySet()) {
      now = now.tripped(tripped.getKey(), tripped.getValue());
    }
    return now;
  }

  /// Says which categories tripped and are not recorded so far.
  void tripping(Map<String, Instant> notRecorded) {
    tripping = Map.copyOf(notRecorded);
  }

  /// How many submissions wait.
  public int queued() {
    return waiting.size();
  }

  /// Runs something between two batches, on the registry's thread, with the roster of that moment.
  /// Never blocks; any thread.
  void between(Consumer<Roster> action) {
    pauses.add(action);
    waiting.offer(nudge); // when there is no room, there is work, and the pause comes after it
  }

  /// Handles all that waits, and waits for more, until interrupted: then what still waits is
  /// refused. After a failure it can be run again and goes on with what was left. The registry's
  /// own thread.
  void run() throws InterruptedException {
    try {
      settle();
      while (true) {
        underWay.add(waiting.take());
        waiting.drainTo(underWay, MOST_IN_A_BATCH - 1);
        settle();
      }
    } catch (InterruptedException e) {
      closed = true;
      refuseAll();
      throw e;
    }
  }

  private void settle() {
    if (owing) {
      var all = roster.all().stream().map(Difference.Arrival::unchanged).toList();
      downstream.accept(new Difference(all, List.of()));
      owing = false;
    }
    if (!underWay.isEmpty()) {
      var batch = List.copyOf(underWay);
      underWay.clear();
      commit(batch);
    }
    for (var pause = pauses.poll(); pause != null; pause = pauses.poll()) {
      pause.accept(roster);
    }
  }

  private void commit(List<Submission> submissions) {
    var receipts = new ArrayList<List<Receipt>>(submissions.size());
    try {
      var batch = new Batch(roster, nextNumber, clock.instant());
      for (var submission : submissions) {
        receipts.add(
            submission.whole
                ? batch.applyWhole(submission.changes)
                : batch.apply(submission.changes));
      }
      if (!batch.entries().isEmpty()) {
        ledger.record(batch.entries());
        roster = batch.roster();
        nextNumber = batch.nextNumber();
        owing = true;
        downstream.accept(batch.difference());
        owing = false;
      }
    } catch (LedgerException e) {
      log.error("{} submissions refused: {}", submissions.size(), e.getMessage());
      submissions.forEach(submission -> submission.answer.completeExceptionally(e));
      return;
    } catch (Throwable e) {
      submissions.forEach(submission -> submission.answer.completeExceptionally(e));
      throw e;
    }
    for (int i = 0; i < submissions.size(); i++) {
      submissions.get(i).answer.complete(receipts.get(i));
    }
  }

  private void refuseAll() {
    var why = new OverloadedException("the registry has ended");
    for (var left = waiting.poll(); left != null; left = waiting.poll()) {
      left.answer.completeExceptionally(why);
    }
  }

  /// @param whole whether one change that is refused refuses all
  private record Submission(
      List<Change> changes, boolean whole, CompletableFuture<List<Receipt>> answer) {}
}
