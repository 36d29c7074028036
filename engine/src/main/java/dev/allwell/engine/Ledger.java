package dev.allwell.engine;

import dev.allwell.model.Registration;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Verdict;
import java.util.List;
import java.util.Map;

/// What must never be lost: definitions, verdicts, stretches of uptime and downtime.
///
/// A port; `LedgerContract` holds every implementation to what is said here.
public interface Ledger extends AutoCloseable {
  /// All that is remembered. Called once, before anything is recorded. Blocks.
  ///
  /// @throws LedgerException when it cannot be read
  Book load();

  /// Records all entries in one commit, or none of them; durable when it returns. Blocks; called by
  /// one thread at a time.
  ///
  /// @throws LedgerException when nothing was recorded, with the cause in plain words; interrupted
  ///   while it waits, it says so and leaves the thread interrupted
  void record(List<Entry> entries);

  /// Remembers that a judgement changed. Never blocks and is never refused: durable within one
  /// group commit while the store works; while it stalls, turns of one service coalesce, so that no
  /// more wait than there are services. A turn of a removed service is forgotten. Any thread, but
  /// the turns of one service in order.
  void turn(Turn turn);

  /// Stretches of a service, newest first, at most `limit`. Blocks; sees all turns that are
  /// durable.
  List<Stretch> stretches(long number, int limit);

  /// Writes what waits, then closes. No call may follow.
  @Override
  void close();

  /// What a ledger remembers.
  ///
  /// @param registrations in any order
  /// @param verdicts by service number; none for a service that was never judged. With a verdict
  ///   comes the last report the service told, where the turn carried one; the tally is empty
  /// @param nextNumber higher than any number ever recorded
  record Book(List<Registration> registrations, Map<Long, State> verdicts, long nextNumber) {
    public Book {
      registrations = List.copyOf(registrations);
      verdicts = Map.copyOf(verdicts);
    }
  }

  /// One line of a commit.
  sealed interface Entry {
    /// A new service, or a changed one with the number it had.
    record Put(Registration registration) implements Entry {}

    /// The service is gone; its stretches and samples may be cleaned up later.
    record Removed(long number) implements Entry {}
  }

  /// A judgement that changed.
  ///
  /// @param state after it: the verdict and the last report are remembered
  /// @param begins the stretch that began with it, else nothing; the open one ends where it starts
  record Turn(long number, Verdict verdict, State state, boolean begins) {}
}
