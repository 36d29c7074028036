package dev.allwell.server.store;

import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads roll-ups of days, and the ticks behind them, on one connection.
///
/// A row that is not what was written is passed over; the hours of a day are then counted anew from
/// the chunks that are left.
final class DayRows implements AutoCloseable {
  private final Damage damage;
  private final PreparedStatement hours;
  private final PreparedStatement day;
  private final PreparedStatement chunks;
  private final PreparedStatement least;
  private final PreparedStatement greatest;
  private final ChunkHours chunkHours;

  DayRows(Connection connection, Damage damage) throws SQLException {
    this.damage = damage;
    hours = connection.prepareStatement("SELECT crc, blob FROM hours WHERE key = ?");
    day = connection.prepareStatement("SELECT crc, blob FROM day WHERE key = ?");
    chunks =
        connection.prepareStatement(
            "SELECT "
                + SampleReader.CHUNK_COLUMNS
                + " FROM chunk WHERE flush_minute = ? AND service = ? ORDER BY sequence");
    least = connection.prepareStatement("SELECT min(key) FROM day");
    greatest = connection.prepareStatement("SELECT max(key) FROM day");
    chunkHours = new ChunkHours(connection);
  }

  /// Both kinds of roll-up of a day.
  DayRollups day(long service, long at) throws SQLException {
    return DayRollups.of(hours(service, at), whole(service, at).orElse(null));
  }

  List<Segment> hours(long service, long at) throws SQLException {
    var read = read(hours, Span.HOUR, service, at);
    if (read == null) {
      long begin = at * Span.DAY.millis();
      return DayRollups.hours(ticks(service, begin, begin + Span.DAY.millis()));
    }
    return read;
  }

  Optional<Segment> whole(long service, long at) throws SQLException {
    var read = read(day, Span.DAY, service, at);
    return read == null || read.isEmpty() ? Optional.empty() : Optional.of(read.getFirst());
  }

  /// The first and the last day of which there is a row of anybody's; none when there is none.
  Optional<Days> days() throws SQLException {
    var first = key(least);
    var last = key(greatest);
    return first == null || last == null
        ? Optional.empty()
        : Optional.of(new Days(DayKey.day(first), DayKey.day(last)));
  }

  /// Ticks that are in chunks, in the order of their times.
  List<Sample> ticks(long service, long fromMillis, long toMillis) throws SQLException {
    var ticks = new ArrayList<Sample>();
    chunkHours.each(
        service,
        Math.floorDiv(fromMillis, 60_000),
        Math.floorDiv(toMillis - 1, 60_000),
        endMinute -> {
          chunks.setLong(1, endMinute);
          chunks.setLong(2, service);
          boolean any = false;
          try (var row = chunks.executeQuery()) {
            while (row.next()) {
              any = true;
              SampleReader.readChunk(row, ticks, damage);
            }
          }
          return any;
        });
    ticks.removeIf(tick -> tick.atMillis() < fromMillis || tick.atMillis() >= toMillis);
    ticks.sort(Comparator.comparingLong(Sample::atMillis));
    return ticks;
  }

  @Override
  public void close() throws SQLException {
    for (var statement : List.of(hours, day, chunks, least, greatest)) {
      statement.close();
    }
    chunkHours.close();
  }

  /// Null for a row that is damaged, empty for none.
  private @Nullable List<Segment> read(PreparedStatement query, Span span, long service, long at)
      throws SQLException {
    long key = DayKey.of(at, service);
    query.setLong(1, key);
    try (var row = query.executeQuery()) {
      if (!row.next()) {
        return List.of();
      }
      var blob = row.getBytes(2);
      if (row.getLong(1) != sum(span, key, blob)) {
        damage.found(name(span, service, at), "its checksum does not match");
        return null;
      }
      return SegmentCodec.read(blob, span, at);
    } catch (IllegalArgumentException | ArithmeticException e) {
      damage.found(name(span, service, at), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static @Nullable Long key(PreparedStatement query) throws SQLException {
    try (var row = query.executeQuery()) {
      return UnixNanos.column(row, 1);
    }
  }

  private static String name(Span span, long service, long at) {
    return span + " roll-up of service " + service + ", unix day " + at;
  }

  static long sum(Span span, long key, byte[] blob) {
    return RowSum.of(table(span)).with(key).with(blob).value();
  }

  static String table(Span span) {
    return switch (span) {
      case HOUR -> "hours";
      case DAY -> "day";
    };
  }

  /// From the first to the last, both in.
  record Days(long first, long last) {}
}
