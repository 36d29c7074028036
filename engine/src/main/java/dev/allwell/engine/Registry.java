package dev.allwell.engine;

import dev.allwell.model.Change;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Ledger ledger;
  private final InstantSource clock;
  private final Consumer<Difference> downstream;
  private volatile Roster roster;
  private long nextNumber;

  /// @param book what the ledger remembered; its services are the first roster
  /// @param downstream told of each difference in order, on the registry's thread
  Registry(Ledger ledger, Ledger.Book book, InstantSource clock, Consumer<Difference> downstream) {
    this.ledger = ledger;
    this.clock = clock;
    this.downstream = downstream;
    this.roster = Roster.of(book.registrations());
    this.nextNumber = book.nextNumber();
  }

  /// Hands changes in; they become true all together or not at all. Never blocks; any thread.
  ///
  /// @return a receipt a change, in order, once what they say is durable and visible. It completes
  ///   exceptionally with [LedgerException] when the store could not record it (nothing was
  ///   applied), or with [OverloadedException] when too many wait
  public CompletionStage<List<Receipt>> submit(List<Change> changes) {
    var submission = new Submission(List.copyOf(changes), new CompletableFuture<>());
    if (!waiting.offer(submission)) {
      submission.answer.completeExceptionally(
          new OverloadedException("4096 registrations already wait"));
    }
    return submission.answer;
  }

  /// The services as they are now. Never blocks; any thread.
  public Roster roster() {
    return roster;
  }

  /// How many submissions wait.
  public int queued() {
    return waiting.size();
  }

  /// Runs something between two batches, on the registry's thread, with the roster of that moment.
  void between(Consumer<Roster> action) {
    try {
      waiting.put(new Pause(action));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Handles all that waits, and waits for more, until interrupted: then what still waits is
  /// refused. The registry's own thread.
  void run() throws InterruptedException {
    var tasks = new ArrayList<Task>();
    try {
      while (true) {
        tasks.add(waiting.take());
        waiting.drainTo(tasks, MOST_IN_A_BATCH - 1);
        handle(tasks);
        tasks.clear();
      }
    } catch (InterruptedException e) {
      refuse(new OverloadedException("the server is stopping"));
      throw e;
    }
  }

  private void refuse(RuntimeException why) {
    var tasks = new ArrayList<Task>();
    waiting.drainTo(tasks);
    for (var task : tasks) {
      if (task instanceof Submission submission) {
        submission.answer.completeExceptionally(why);
      }
    }
  }

  private void handle(List<Task> tasks) {
    var together = new ArrayList<Submission>(tasks.size());
    for (var task : tasks) {
      switch (task) {
        case Submission submission -> together.add(submission);
        case Pause pause -> {
          commit(together);
          together.clear();
          pause.action.accept(roster);
        }
      }
    }
    commit(together);
  }

  private void commit(List<Submission> submissions) {
    if (submissions.isEmpty()) {
      return;
    }
    var receipts = new ArrayList<List<Receipt>>(submissions.size());
    try {
      var batch = new Batch(roster, nextNumber, clock.instant());
      for (var submission : submissions) {
        receipts.add(batch.apply(submission.changes));
      }
      if (!batch.entries().isEmpty()) {
        ledger.record(batch.entries());
        roster = batch.roster();
        nextNumber = batch.nextNumber();
        downstream.accept(batch.difference());
      }
    } catch (LedgerException e) {
      log.error("{} registrations refused: {}", submissions.size(), e.getMessage());
      submissions.forEach(submission -> submission.answer.completeExceptionally(e));
      return;
    } catch (RuntimeException e) {
      submissions.forEach(submission -> submission.answer.completeExceptionally(e));
      throw e;
    }
    for (int i = 0; i < submissions.size(); i++) {
      submissions.get(i).answer.complete(receipts.get(i));
    }
  }

  private sealed interface Task {}

  private record Submission(List<Change> changes, CompletableFuture<List<Receipt>> answer)
      implements Task {}

  private record Pause(Consumer<Roster> action) implements Task {}
}
