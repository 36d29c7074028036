package dev.allwell.server.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The last changes and the last results, each in a ring, and who can go on from where. Any thread.
///
/// An id names the run of the program and a sequence: after a restart those from before are known
/// to be of another run.
final class Shelf {
  private static final Pattern ID = Pattern.compile("([0-9a-z]{1,13})-([0-9]{1,18})");

  private final String run;
  private final Ring changes;
  private final Ring results;
  private long sequence;

  Shelf(String run, int changes, int results) {
    this.run = run;
    this.changes = new Ring(changes);
    this.results = new Ring(results);
  }

  /// Where a reader begins.
  ///
  /// @param resetOrNull why it cannot go on where it was
  record Start(long changes, long results, long sequence, @Nullable String resetOrNull) {}

  /// What a look brought, and where the next one begins.
  record Look(List<Entry> entries, long changes, long results, long sequence, boolean end) {}

  String id(long of) {
    return run + "-" + of;
  }

  /// The sequence of the last entry.
  synchronized long sequence() {
    return sequence;
  }

  /// Adds entries with ascending sequences, all beyond the last.
  ///
  /// @param reached the sequence that is the last now
  synchronized void add(List<Entry> newChanges, List<Entry> newResults, long reached) {
    newChanges.forEach(changes::add);
    newResults.forEach(results::add);
    sequence = reached;
  }

  /// What came before now is not complete.
  synchronized void missing(boolean alsoChanges) {
    results.missing(sequence);
    if (alsoChanges) {
      changes.missing(sequence);
    }
  }

  /// @param idOrNull the last one that the reader saw
  synchronized Start start(@Nullable String idOrNull, boolean withResults) {
    if (idOrNull == null) {
      return new Start(changes.end(), results.end(), sequence, null);
    }
    var id = ID.matcher(idOrNull);
    long seen = id.matches() ? Long.parseLong(id.group(2)) : -1;
    if (seen < 0 || !id.group(1).equals(run) || seen > sequence) {
      return new Start(changes.end(), results.end(), sequence, "unknown-id");
    }
    if (seen < changes.completeSince() || (withResults && seen < results.completeSince())) {
      return new Start(changes.end(), results.end(), sequence, "too-old");
    }
    return new Start(changes.after(seen), results.after(seen), seen, null);
  }

  /// What stands from these places on, in the order of the sequences, at most so many; null when it
  /// is gone already.
  ///
  /// @param resultsFrom -1 for a reader without results
  synchronized @Nullable Look look(long changesFrom, long resultsFrom, int most) {
    if (changesFrom < changes.begin() || (resultsFrom >= 0 && resultsFrom < results.begin())) {
      return null;
    }
    var entries = new ArrayList<Entry>();
    long nextChange = changesFrom;
    long nextResult = resultsFrom;
    while (entries.size() < most) {
      var change = nextChange < changes.end() ? changes.at(nextChange) : null;
      var result = nextResult >= 0 && nextResult < results.end() ? results.at(nextResult) : null;
      var next =
          change == null || (result != null && result.sequence() < change.sequence())
              ? result
              : change;
      if (next == null) {
        return new Look(entries, nextChange, nextResult, sequence, true);
      }
      entries.add(next);
      nextChange += next.equals(change) ? 1 : 0; // a reset stands in both
      nextResult += next.equals(result) ? 1 : 0;
    }
    long reached = entries.isEmpty() ? 0 : entries.getLast().sequence();
    return new Look(entries, nextChange, nextResult, reached, false);
  }
}
