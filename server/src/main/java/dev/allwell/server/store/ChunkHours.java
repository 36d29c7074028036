package dev.allwell.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Walks the hours of one service for which there may be chunks, leaping over the years for which
/// there are none of anybody's.
final class ChunkHours implements AutoCloseable {
  private final PreparedStatement nextMinute;
  private final PreparedStatement minuteBefore;
  private final PreparedStatement lastMinute;

  ChunkHours(Connection connection) throws SQLException {
    nextMinute =
        connection.prepareStatement("SELECT min(flush_minute) FROM chunk WHERE flush_minute >= ?");
    minuteBefore =
        connection.prepareStatement("SELECT max(flush_minute) FROM chunk WHERE flush_minute < ?");
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
    var oldest = minute(nextMinute, firstMinute);
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
      boolean any = visit.any(end);
      if (visit.enough()) {
        return new Walked(visited, null);
      }
      if (!any) {
        var leap = minute(nextMinute, end + 1);
        if (leap == null) {
          return new Walked(visited, null);
        }
        next = Math.max(next, Hour.after(service, leap - 1));
      }
      end = next;
    }
    return new Walked(visited, null);
  }

  /// Visits them from the one that holds the last minute back to the one that holds the first.
  void back(long service, long firstMinute, long lastMinuteWanted, Visit visit)
      throws SQLException {
    var newest = newest();
    if (newest == null) {
      return;
    }
    long end = Hour.after(service, Math.min(lastMinuteWanted, newest));
    while (end > firstMinute) {
      long next = end - Hour.MINUTES;
      boolean any = visit.any(end);
      if (visit.enough()) {
        return;
      }
      if (!any) {
        var leap = minute(minuteBefore, end);
        if (leap == null) {
          return;
        }
        next = Math.min(next, Hour.after(service, leap) - Hour.MINUTES);
      }
      end = next;
    }
  }

  private static @Nullable Long minute(PreparedStatement query, long minute) throws SQLException {
    query.setLong(1, minute);
    try (var row = query.executeQuery()) {
      return UnixNanos.column(row, 1);
    }
  }

  private @Nullable Long newest() throws SQLException {
    try (var row = lastMinute.executeQuery()) {
      return UnixNanos.column(row, 1);
    }
  }

  @Override
  public void close() throws SQLException {
    nextMinute.close();
    minuteBefore.close();
    lastMinute.close();
  }

  /// How far a walk came.
  ///
  /// @param nextOrNull where the next one begins; null at the end
  record Walked(int visited, @Nullable Long nextOrNull) {}

  /// Looks at the hour that ends with a minute.
  @FunctionalInterface
  interface Visit {
    /// Says whether there was anything.
    boolean any(long endMinute) throws SQLException;

    /// Whether to stop here.
    default boolean enough() {
      return false;
    }
  }
}
