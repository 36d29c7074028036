package dev.allwell.server.store;

import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills the heads at start: the stored tallies, then what the journal holds beyond them.
final class SampleLoader {
  private static final Logger LOG = LoggerFactory.getLogger(SampleLoader.class);
  private static final String BAD_SUM = "its checksum does not match";

  private final Connection connection;
  private final Heads heads;
  private final Damage damage;

  SampleLoader(Connection connection, Heads heads, Damage damage) {
    this.connection = connection;
    this.heads = heads;
    this.damage = damage;
  }

  /// Returns the key of the journal's last row, 0 for none.
  long load() throws SQLException {
    loadForgotten();
    loadTallies();
    return replay();
  }

  private void loadForgotten() throws SQLException {
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT service, moment, crc FROM forgotten")) {
      while (row.next()) {
        long service = row.getLong(1);
        long moment = row.getLong(2);
        if (row.getLong(3) == SampleTables.forgottenSum(service, moment)) {
          heads.forgotten(service, moment);
        } else {
          damage.found("forgotten service " + service, BAD_SUM);
        }
      }
    }
  }

  private void loadTallies() throws SQLException {
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT service, crc, blob FROM tally")) {
      while (row.next()) {
        long service = row.getLong(1);
        var blob = row.getBytes(3);
        try {
          if (row.getLong(2) != TallyRow.sum(service, blob)) {
            throw new IllegalArgumentException(BAD_SUM);
          }
          var read = TallyRow.read(blob);
          heads.put(new Head(service, read.tally(), read.through(), read.sequence()));
        } catch (IllegalArgumentException | ArithmeticException e) {
          damage.found("tally of service " + service, String.valueOf(e.getMessage()));
        }
      }
    }
    if (damage.rows() > 0) {
      rebuildMissing();
    }
  }

  /// Whoever has chunks has a tally; the damaged ones may not even tell whose they were.
  private void rebuildMissing() throws SQLException {
    var missing = new ArrayList<Long>();
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT DISTINCT service FROM chunk")) {
      while (row.next()) {
        long service = row.getLong(1);
        if (heads.head(service).isEmpty() && !heads.isForgotten(service)) {
          missing.add(service);
        }
      }
    }
    for (long service : missing) {
      LOG.warn("the tally of service {} is counted anew from its chunks", service);
      heads.put(rebuilt(service));
    }
  }

  /// Counted anew over the chunks that are left; their response times are within 1/64.
  private Head rebuilt(long service) throws SQLException {
    var tally = Tally.EMPTY;
    long through = 0;
    long sequence = 0;
    try (var query =
        connection.prepareStatement(
            "SELECT "
                + SampleReader.CHUNK_COLUMNS
                + " FROM chunk WHERE service = ? ORDER BY sequence")) {
      query.setLong(1, service);
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var ticks = new ArrayList<Sample>();
          through = Math.max(through, SampleReader.readChunk(row, ticks, damage));
          sequence = row.getLong(3) + 1;
          for (var tick : ticks) {
            tally = tally.with(tick);
          }
        }
      }
    }
    return new Head(service, tally, through, sequence);
  }

  private long replay() throws SQLException {
    long last = 0;
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT moment, crc, blob FROM journal ORDER BY moment")) {
      while (row.next()) {
        long moment = row.getLong(1);
        var blob = row.getBytes(3);
        last = moment;
        if (row.getLong(2) != SampleTables.journalSum(moment, blob)) {
          damage.found("journal " + moment, BAD_SUM);
        } else {
          replay(moment, blob);
        }
      }
    }
    return last;
  }

  private void replay(long moment, byte[] blob) {
    try {
      Journal.read(blob, (number, sample) -> heads.add(moment, number, sample));
    } catch (IllegalArgumentException | ArithmeticException e) {
      damage.found("journal " + moment, String.valueOf(e.getMessage()));
    }
  }
}
