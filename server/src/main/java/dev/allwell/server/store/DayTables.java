package dev.allwell.server.store;

import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What is written into the tables of roll-ups, inside a transaction of the caller's: the same one
/// that writes the chunk of the ticks, so that both are there or neither.
///
/// On the writer's thread alone.
final class DayTables {
  private final DayRows rows;
  private final PreparedStatement putHours;
  private final PreparedStatement putDay;
  private final PreparedStatement dropHours;
  private final PreparedStatement dropDay;

  DayTables(Connection connection, Damage damage) throws SQLException {
    rows = new DayRows(connection, damage);
    putHours = connection.prepareStatement("INSERT OR REPLACE INTO hours VALUES (?,?,?)");
    putDay = connection.prepareStatement("INSERT OR REPLACE INTO day VALUES (?,?,?)");
    dropHours = connection.prepareStatement("DELETE FROM hours WHERE key = ?");
    dropDay = connection.prepareStatement("DELETE FROM day WHERE key = ?");
  }

  /// Counts ticks that are not yet in chunks, of any days.
  void count(long service, List<Sample> taken) throws SQLException {
    var ticks = taken.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList();
    for (var day : DayRollups.by(Span.DAY, ticks).entrySet()) {
      long at = DayKey.dayOf(day.getKey());
      var counted =
          rows.day(service, at).with(day.getValue(), (from, to) -> rows.ticks(service, from, to));
      long key = DayKey.of(at, service);
      put(putHours, Span.HOUR, key, counted.hours().values());
      put(putDay, Span.DAY, key, Optional.ofNullable(counted.dayOrNull()).stream().toList());
    }
  }

  /// Deletes a service's rows of at most so many days.
  ChunkHours.Walked clear(long service, long fromDay, int most) throws SQLException {
    var days = rows.days();
    if (days.isEmpty()) {
      return new ChunkHours.Walked(0, null);
    }
    long first = Math.max(fromDay, days.get().first());
    long end = Math.min(days.get().last() + 1, first + most);
    for (long day = first; day < end; day++) {
      long key = DayKey.of(day, service);
      dropHours.setLong(1, key);
      dropHours.executeUpdate();
      dropDay.setLong(1, key);
      dropDay.executeUpdate();
    }
    return new ChunkHours.Walked(
        (int) Math.max(0, end - first), end <= days.get().last() ? end : null);
  }

  private static void put(PreparedStatement put, Span span, long key, Collection<Segment> segments)
      throws SQLException {
    var blob = SegmentCodec.write(span, segments);
    put.setLong(1, key);
    put.setLong(2, DayRows.sum(span, key, blob));
    put.setBytes(3, blob);
    put.executeUpdate();
  }
}
