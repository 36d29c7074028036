package dev.allwell.server.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;

/// The chunks of forgotten services, deleted slice by slice, so that years of them hold no tick up.
///
/// What is left when the program ends is taken up again at the next start: the row that says that a
/// service is forgotten stays until its chunks are gone. On the writer's thread alone.
final class Clearing {
  /// Two statements each, at most.
  static final int HOURS_A_COMMIT = 2048;

  private final SampleTables tables;
  private final ArrayDeque<Long> services = new ArrayDeque<>();
  private long fromMinute = Long.MIN_VALUE;
  private int ended;
  private long nextMinute = Long.MIN_VALUE;

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
    nextMinute = fromMinute;
    int left = HOURS_A_COMMIT;
    for (long service : services) {
      if (left <= 0) {
        return;
      }
      var walked = tables.clear(service, nextMinute, left);
      left -= walked.visited() + 1; // to look whether there is anything costs too
      var next = walked.nextMinuteOrNull();
      if (next != null) {
        nextMinute = next;
        return;
      }
      ended++;
      nextMinute = Long.MIN_VALUE;
    }
  }

  /// The slice is durable.
  void sliced() {
    for (; ended > 0; ended--) {
      services.remove();
    }
    fromMinute = nextMinute;
  }
}
