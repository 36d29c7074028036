package dev.allwell.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Walks the hours of one service for which there may be chunks, leaping over the years for which
/// there are none of anybody's.
final class ChunkHours {
  private final PreparedStatement nextMinute;
  private final PreparedStatement lastMinute;

  ChunkHours(Connection connection) throws SQLException {
    nextMinute =
        connection.prepareStatement("SELECT min(flush_minute) FROM chunk WHERE flush_minute >= ?");
    lastMinute = connection.prepareStatement("SELECT max(flush_minute) FROM chunk");
  }

  /// Visits the ends of hours from the one that holds the first minute to the one that holds the
  /// last.
  void each(long service, long firstMinute, long lastMinuteWanted, Visit visit)
      throws SQLException {
    var _ = some(service, firstMinute, lastMinuteWanted, Integer.MAX_VALUE, visit);
  }

  /// As [#each], but visits at most so many.
  ///
  /// @return how many were visited, and the first minute for the next call; none when it is the end
  Walked some(long service, long firstMinute, long lastMinuteWanted, int most, Visit visit)
      throws SQLException {
    var oldest = oldestFrom(firstMinute);
    var newest = newest();
    if (oldest == null || newest == null) {
      return new Walked(0, null);
    }
    // no chunk ends later than `newest`, and the hour that ends there begins an hour before
    long last = Math.min(lastMinuteWanted, newest);
    long end = Hour.after(service, Math.max(firstMinute, oldest - 1));
    int visited = 0;
    while (end - Hour.MINUTES <= last) {
      if (visited == most) {
        return new Walked(visited, end - 1); // the hour after that minute ends at `end`
      }
      long next = end + Hour.MINUTES;
      visited++;
      if (!visit.any(end)) {
        var leap = oldestFrom(end + 1);
        if (leap == null) {
          return new Walked(visited, null);
        }
        next = Math.max(next, Hour.after(service, leap - 1));
      }
      end = next;
    }
    return new Walked(visited, null);
  }

  private @Nullable Long oldestFrom(long minute) throws SQLException {
    nextMinute.setLong(1, minute);
    try (var row = nextMinute.executeQuery()) {
      return UnixNanos.column(row, 1);
    }
  }

  private @Nullable Long newest() throws SQLException {
    try (var row = lastMinute.executeQuery()) {
      return UnixNanos.column(row, 1);
    }
  }

  /// How far a walk came.
  record Walked(int visited, @Nullable Long nextMinuteOrNull) {}

  /// Looks at the hour that ends with a minute.
  @FunctionalInterface
  interface Visit {
    /// Says whether there was anything.
    boolean any(long endMinute) throws SQLException;
  }
}
