package dev.allwell.server.store;

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

  List<Sample> read(long number, Instant from, Instant to) {
    var head = heads.head(number);
    if (head.isEmpty() || !from.isBefore(to)) {
      return List.of();
    }
    var rest = head.get().rest();
    var ticks = new ArrayList<Sample>();
    if (rest.nextSequence() > 0) {
      ticks.addAll(
          readers.read(connection -> chunks(connection, number, rest.nextSequence(), from, to)));
    }
    ticks.addAll(rest.ticks());
    ticks.removeIf(tick -> tick.at().isBefore(from) || !tick.at().isBefore(to));
    ticks.sort(Comparator.comparingLong(Sample::atMillis));
    return List.copyOf(ticks);
  }

  private List<Sample> chunks(
      Connection connection, long number, long nextSequence, Instant from, Instant to)
      throws SQLException {
    var found = new ArrayList<Numbered>();
    try (var query =
        connection.prepareStatement(
            "SELECT "
                + CHUNK_COLUMNS
                + " FROM chunk WHERE flush_minute = ? AND service = ? AND sequence < ?")) {
      query.setLong(2, number);
      query.setLong(3, nextSequence);
      new ChunkHours(connection)
          .each(
              number,
              Hour.minute(from.isBefore(OLDEST) ? OLDEST : from),
              Hour.minute(to.isAfter(NEWEST) ? NEWEST : to),
              endMinute -> read(query, endMinute, found));
    }
    found.sort(Comparator.comparingLong(Numbered::sequence));
    var ticks = new ArrayList<Sample>();
    found.forEach(chunk -> ticks.addAll(chunk.ticks));
    return ticks;
  }

  private boolean read(PreparedStatement query, long endMinute, List<Numbered> found)
      throws SQLException {
    int before = found.size();
    query.setLong(1, endMinute);
    try (var row = query.executeQuery()) {
      while (row.next()) {
        var ticks = new ArrayList<Sample>();
        readChunk(row, ticks, damage);
        found.add(new Numbered(row.getLong(3), ticks));
      }
    }
    return found.size() > before;
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
