package dev.allwell.server.store;

import dev.allwell.engine.Samples;
import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Reads the ticks of a service: its chunks, then its head.
///
/// The head is looked at first and says which chunk comes next; a chunk that was made of it
/// meanwhile has that number or a higher one and is left out, so that nothing is missed or doubled.
final class SampleReader {
  static final String CHUNK_COLUMNS = "flush_minute, service, sequence, crc, blob";
  private static final Instant OLDEST = Instant.ofEpochMilli(Long.MIN_VALUE / 4);
  private static final Instant NEWEST = Instant.ofEpochMilli(Long.MAX_VALUE / 4);

  private final Readers readers;
  private final Heads heads;
  private final Damage damage;

  SampleReader(Readers readers, Heads heads, Damage damage) {
    this.readers = readers;
    this.heads = heads;
    this.damage = damage;
  }

  List<Sample> read(long number, Instant from, Instant to, int limit, Samples.Order order) {
    var head = heads.head(number);
    if (head.isEmpty() || !from.isBefore(to)) {
      return List.of();
    }
    var rest = head.get().rest();
    var range = new Range(clamped(from).toEpochMilli(), clamped(to).toEpochMilli());
    var ticks = new ArrayList<Sample>();
    var covered = range;
    if (rest.nextSequence() > 0) {
      covered =
          readers.read(connection -> {
            try (var walk = new Walk(connection, number, rest.nextSequence(), range, limit)) {
              return walk.read(order, ticks);
            }
          });
    }
    for (var tick : rest.ticks()) {
      if (covered.holds(tick)) {
        ticks.add(tick);
      }
    }
    ticks.sort(Comparator.comparingLong(Sample::atMillis));
    return Samples.first(order == Samples.Order.OLDEST_FIRST ? ticks : ticks.reversed(), limit);
  }

  /// As near to a moment as milliseconds and minutes can be counted from.
  static Instant clamped(Instant at) {
    return at.isBefore(OLDEST) ? OLDEST : at.isAfter(NEWEST) ? NEWEST : at;
  }

  /// From `from` on, before `to`.
  private record Range(long from, long to) {
    boolean holds(Sample tick) {
      return tick.atMillis() >= from && tick.atMillis() < to;
    }
  }

  /// Reads hour by hour until there are enough ticks.
  private final class Walk implements ChunkHours.Visit, AutoCloseable {
    private final PreparedStatement query;
    private final ChunkHours hours;
    private final long number;
    private final Range range;
    private final int limit;
    private final List<Numbered> found = new ArrayList<>();
    private long ticks;
    private long lastEndMinute;

    Walk(Connection connection, long number, long nextSequence, Range range, int limit)
        throws SQLException {
      this.hours = new ChunkHours(connection);
      this.query =
          connection.prepareStatement(
              "SELECT "
                  + CHUNK_COLUMNS
                  + " FROM chunk WHERE flush_minute = ? AND service = ? AND sequence < ?");
      this.number = number;
      this.range = range;
      this.limit = limit;
      query.setLong(2, number);
      query.setLong(3, nextSequence);
    }

    /// Adds what is in chunks, each hour whole, and returns the range that has been looked through.
    Range read(Samples.Order order, List<Sample> to) throws SQLException {
      long first = Math.floorDiv(range.from, 60_000);
      long last = Math.floorDiv(range.to - 1, 60_000);
      switch (order) {
        case OLDEST_FIRST -> hours.each(number, first, last, this);
        case NEWEST_FIRST -> hours.back(number, first, last, this);
      }
      found.sort(Comparator.comparingLong(Numbered::sequence));
      found.forEach(chunk -> to.addAll(chunk.ticks));
      if (!enough()) {
        return range;
      }
      return switch (order) {
        case OLDEST_FIRST -> new Range(range.from, Math.min(range.to, lastEndMinute * 60_000));
        case NEWEST_FIRST ->
            new Range(Math.max(range.from, Hour.startMillis(lastEndMinute)), range.to);
      };
    }

    @Override
    public boolean any(long endMinute) throws SQLException {
      boolean any = false;
      lastEndMinute = endMinute;
      query.setLong(1, endMinute);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          any = true;
          var read = new ArrayList<Sample>();
          readChunk(row, read, damage);
          read.removeIf(tick -> !range.holds(tick));
          found.add(new Numbered(row.getLong(3), read));
          ticks += read.size();
        }
      }
      return any;
    }

    @Override
    public boolean enough() {
      return ticks >= limit;
    }

    @Override
    public void close() throws SQLException {
      query.close();
      hours.close();
    }
  }

  /// Adds the ticks of a row of [#CHUNK_COLUMNS], or none of a damaged one.
  ///
  /// @return the journal's key that the chunk goes up to; 0 when it cannot be told
  static long readChunk(ResultSet row, List<Sample> to, Damage damage) throws SQLException {
    long endMinute = row.getLong(1);
    long service = row.getLong(2);
    long sequence = row.getLong(3);
    var blob = row.getBytes(5);
    String name = "chunk " + endMinute + " of service " + service + ", number " + sequence;
    if (row.getLong(4) != Head.Chunk.sum(endMinute, service, sequence, blob)) {
      damage.found(name, "its checksum does not match");
      return 0;
    }
    var ticks = new ArrayList<Sample>();
    try {
      long through = ChunkCodec.read(blob, endMinute, ticks);
      to.addAll(ticks);
      return through;
    } catch (IllegalArgumentException | ArithmeticException e) {
      damage.found(name, String.valueOf(e.getMessage()));
      return 0;
    }
  }

  private record Numbered(long sequence, List<Sample> ticks) {}
}
