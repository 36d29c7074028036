package dev.allwell.server.store;

import dev.allwell.model.Sample;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;

/// What is written into the tables of the samples, inside a transaction of the caller's.
///
/// On the writer's thread alone.
final class SampleTables {
  private static final int JOURNAL_ROWS_A_SLICE = 240;

  private final ChunkHours hours;
  private final DayTables days;
  private final PreparedStatement putJournal;
  private final PreparedStatement putChunk;
  private final PreparedStatement putTally;
  private final PreparedStatement dropTally;
  private final PreparedStatement putForgotten;
  private final PreparedStatement dropChunks;
  private final PreparedStatement dropJournal;
  private final PreparedStatement dropForgotten;

  SampleTables(Connection connection, Damage damage) throws SQLException {
    days = new DayTables(connection, damage);
    hours = new ChunkHours(connection);
    putJournal =
        connection.prepareStatement("INSERT INTO journal (moment, crc, blob) VALUES (?,?,?)");
    putChunk =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO chunk (flush_minute, service, sequence, crc, blob) VALUES (?,?,?,?,?)");
    putTally =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO tally (service, crc, blob) VALUES (?,?,?)");
    dropTally = connection.prepareStatement("DELETE FROM tally WHERE service = ?");
    putForgotten =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO forgotten (service, moment, crc) VALUES (?,?,?)");
    dropChunks =
        connection.prepareStatement("DELETE FROM chunk WHERE flush_minute = ? AND service = ?");
    dropJournal =
        connection.prepareStatement(
            "DELETE FROM journal WHERE moment IN"
                + " (SELECT moment FROM journal WHERE moment < ? ORDER BY moment LIMIT "
                + JOURNAL_ROWS_A_SLICE
                + ")");
    dropForgotten = connection.prepareStatement("DELETE FROM forgotten WHERE moment < ?");
  }

  void journal(long moment, byte[] blob) throws SQLException {
    putJournal.setLong(1, moment);
    putJournal.setLong(2, journalSum(moment, blob));
    putJournal.setBytes(3, blob);
    putJournal.executeUpdate();
  }

  /// Counts the ticks of the chunks before it writes them.
  void flush(Head.Flush flush) throws SQLException {
    long service = flush.head().number();
    var ticks = new ArrayList<Sample>();
    for (var chunk : flush.chunks()) {
      var _ = ChunkCodec.read(chunk.blob(), chunk.endMinute(), ticks);
    }
    days.count(service, ticks);
    for (var chunk : flush.chunks()) {
      putChunk.setLong(1, chunk.endMinute());
      putChunk.setLong(2, chunk.service());
      putChunk.setLong(3, chunk.sequence());
      putChunk.setLong(4, chunk.sum());
      putChunk.setBytes(5, chunk.blob());
      putChunk.executeUpdate();
    }
    var blob = flush.tally().write();
    putTally.setLong(1, service);
    putTally.setLong(2, TallyRow.sum(service, blob));
    putTally.setBytes(3, blob);
    putTally.executeUpdate();
  }

  /// Forgets all but the chunks and the roll-ups.
  void forget(long service, long moment) throws SQLException {
    dropTally.setLong(1, service);
    dropTally.executeUpdate();
    putForgotten.setLong(1, service);
    putForgotten.setLong(2, moment);
    putForgotten.setLong(3, forgottenSum(service, moment));
    putForgotten.executeUpdate();
  }

  /// Deletes a service's chunks of at most so many hours, from a minute on.
  ChunkHours.Walked clear(long service, long fromMinute, int most) throws SQLException {
    return hours.some(
        service,
        fromMinute,
        Long.MAX_VALUE,
        most,
        minute -> {
          dropChunks.setLong(1, minute);
          dropChunks.setLong(2, service);
          return dropChunks.executeUpdate() > 0;
        });
  }

  /// Deletes a service's roll-ups of at most so many days, from a day on.
  ChunkHours.Walked clearDays(long service, long fromDay, int most) throws SQLException {
    return days.clear(service, fromDay, most);
  }

  /// Deletes a slice of the journal's rows before a moment, which nobody needs any more.
  void trimJournal(long before) throws SQLException {
    dropJournal.setLong(1, before);
    dropJournal.executeUpdate();
  }

  void trimForgotten(long before) throws SQLException {
    dropForgotten.setLong(1, before);
    dropForgotten.executeUpdate();
  }

  static long journalSum(long moment, byte[] blob) {
    return RowSum.of("journal").with(moment).with(blob).value();
  }

  static long forgottenSum(long service, long moment) {
    return RowSum.of("forgotten").with(service).with(moment).value();
  }
}
