package dev.allwell.server.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;

/// The chunks and roll-ups of forgotten services, deleted slice by slice, so that years of them
/// hold no tick up.
///
/// What is left when the program ends is taken up again at the next start: the row that says that a
/// service is forgotten stays until its chunks are gone. On the writer's thread alone.
final class Clearing {
  /// Two statements each, at most.
  static final int HOURS_A_COMMIT = 2048;

  private final SampleTables tables;
  private final ArrayDeque<Long> services = new ArrayDeque<>();
  private Place from = Place.START;
  private int ended;
  private Place next = Place.START;

  Clearing(SampleTables tables) {
    this.tables = tables;
  }

  void add(Collection<Long> forgotten) {
    services.addAll(forgotten);
  }

  boolean isEmpty() {
    return services.isEmpty();
  }

  /// Deletes the next slice, in a transaction of the caller's; [#sliced] follows when it is
  /// durable.
  void slice() throws SQLException {
    ended = 0;
    next = from;
    int left = HOURS_A_COMMIT;
    for (long service : services) {
      if (left <= 0) {
        return;
      }
      if (!next.chunksGone) {
        var walked = tables.clear(service, next.at, left);
        left -= walked.visited() + 1; // to look whether there is anything costs too
        var minute = walked.nextOrNull();
        next = minute == null ? Place.ROLLUPS : new Place(false, minute);
      }
      if (!next.chunksGone || left <= 0) {
        return;
      }
      var walked = tables.clearDays(service, next.at, left);
      left -= walked.visited() + 1;
      var day = walked.nextOrNull();
      if (day != null) {
        next = new Place(true, day);
        return;
      }
      ended++;
      next = Place.START;
    }
  }

  /// The slice is durable.
  void sliced() {
    for (; ended > 0; ended--) {
      services.remove();
    }
    from = next;
  }

  /// How far the first service is cleared.
  ///
  /// @param at a minute of chunks, or a day of roll-ups
  private record Place(boolean chunksGone, long at) {
    static final Place START = new Place(false, Long.MIN_VALUE);
    static final Place ROLLUPS = new Place(true, Long.MIN_VALUE);
  }
}
