package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Registration;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What must never be lost: definitions, categories, acks, verdicts, stretches of uptime and
/// downtime.
///
/// A port; `LedgerContract` holds every implementation to what is said here.
public interface Ledger extends AutoCloseable {
  /// How many stretches of one service may wait for a store that stalls.
  int MOST_WAITING_STRETCHES = 8;

  /// All that is remembered. Called once, before anything is recorded. Blocks.
  ///
  /// @throws LedgerException when it cannot be read; an implementation may throw an exception of
  ///   its own when what is remembered cannot be trusted
  Book load();

  /// Records all entries in their order in one commit, or none of them; durable when it returns.
  /// Blocks; called by one thread at a time.
  ///
  /// @throws LedgerException when nothing was recorded, with the cause in plain words. An
  ///   interruption takes back what no commit has begun with; else the commit's outcome counts. The
  ///   thread stays interrupted
  void record(List<Entry> entries);

  /// Remembers that a judgement changed. Never blocks and is never refused: durable within one
  /// group commit while the store works. While it stalls, the turns of one service coalesce: the
  /// last verdict and report count, and at most [#MOST_WAITING_STRETCHES] stretches wait for each
  /// service; when there are more, the oldest uptime between two downtimes is swallowed by them, so
  /// that what is lost never looks better than it was. A turn of a service that is not recorded is
  /// forgotten. Any thread, but the turns of one service in order.
  void turn(Turn turn);

  /// Stretches of a service, newest first, at most `limit`. Blocks; sees all turns that are
  /// durable. Of a removed service those that are not cleaned up yet, or none.
  List<Stretch> stretches(long number, int limit);

  /// As the other, of those alone that were begun before `to` and not ended at `from` or earlier,
  /// and whose number is below `before`: so one goes through all of them piece by piece. Blocks. An
  /// implementation that holds many finds them without looking at all.
  ///
  /// @param before [Long#MAX_VALUE] for the newest
  default List<Stretch> stretches(long number, Instant from, Instant to, long before, int limit) {
    return stretches(number, Integer.MAX_VALUE).stream()
        .filter(stretch -> stretch.number() < before && stretch.started().isBefore(to))
        .filter(stretch -> stretch.ended().map(ended -> ended.isAfter(from)).orElse(true))
        .limit(limit)
        .toList();
  }

  /// A page of a service's stretches by their places, newest first, with how many there are, both
  /// read at one moment. Blocks.
  ///
  /// @param skip stretches before the page, 0 or more
  /// @param limit stretches of the page at most, 1 or more
  default StretchPage page(long number, long skip, int limit) {
    var all = stretches(number, Integer.MAX_VALUE);
    return new StretchPage(all.stream().skip(skip).limit(limit).toList(), all.size());
  }

  /// The newest stretch of each of these services, by service number, read at one moment; none for
  /// one that has no stretch. Blocks.
  ///
  /// @param ascending numbers of services that stand beside one another in the order of numbers:
  ///   what lies between two of them may be read too
  default Map<Long, Stretch> newest(List<Long> ascending) {
    var newest = new HashMap<Long, Stretch>();
    for (long number : ascending) {
      stretches(number, 1).forEach(stretch -> newest.put(number, stretch));
    }
    return newest;
  }

  /// Whether a turn of this service was handed in and is not durable yet. Never blocks.
  default boolean awaits(long number) {
    return false;
  }

  /// Writes what waits, then closes. No call may follow.
  @Override
  void close();

  /// What a ledger remembers.
  ///
  /// @param registrations in any order
  /// @param verdicts by service number; none for a service that was never judged. With a verdict
  ///   come the report and the severity that its turn carried; the tally is empty
  /// @param nextNumber higher than any number ever recorded
  /// @param intact whether all that was recorded could be read. When not, a service that is missing
  ///   may be damaged and not removed: what belongs to it must be kept
  record Book(
      List<Registration> registrations,
      Categories categories,
      Map<Long, State> verdicts,
      long nextNumber,
      boolean intact) {
    public Book {
      registrations = List.copyOf(registrations);
      verdicts = Map.copyOf(verdicts);
    }

    /// An intact one.
    public Book(List<Registration> registrations, Map<Long, State> verdicts, long nextNumber) {
      this(registrations, Categories.NONE, verdicts, nextNumber, true);
    }
  }

  /// Some of a service's stretches, newest first.
  ///
  /// @param total all that there are
  record StretchPage(List<Stretch> stretches, long total) {
    public StretchPage {
      stretches = List.copyOf(stretches);
    }
  }

  /// One line of a commit.
  sealed interface Entry {
    /// A new service, or a changed one with the number it had.
    record Put(Registration registration) implements Entry {}

    /// The service is gone; its stretches and samples may be cleaned up later.
    record Removed(long number) implements Entry {}

    /// The categories, and what was said of the whole, are these from now on.
    record Sorted(Categories categories) implements Entry {}
  }

  /// A judgement that changed.
  ///
  /// @param state after it: the verdict, the last report and the severity are remembered
  /// @param begins whether a stretch began with it, of the verdict's standing and reason, at its
  ///   `opened`; the open one ends at the same instant
  record Turn(long number, Verdict verdict, State state, boolean begins) {
    public Turn {
      if (begins && (verdict.standing() == Standing.NONE || verdict.openedOrNull() == null)) {
        throw new IllegalArgumentException("a stretch begins with a standing and a time");
      }
    }

    /// What is remembered of the state.
    State remembered() {
      return new State(verdict, Tally.EMPTY, state.reportOrNull(), null, "", state.severity());
    }
  }
}
