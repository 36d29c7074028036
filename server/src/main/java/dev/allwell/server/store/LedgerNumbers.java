package dev.allwell.server.store;

import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.Connection;
import java.sql.SQLException;

/// The numbers that were never given out, kept with a CRC of their own: rows that went away must
/// not give theirs back.
final class LedgerNumbers {
  private static final String SERVICE = "next_number";
  private static final String STRETCH = "next_stretch";

  private final Connection connection;
  private long nextService = 1;
  private long nextStretch = 1;
  private boolean changed;

  LedgerNumbers(Connection connection) {
    this.connection = connection;
  }

  /// As they are in the file; after a rolled-back transaction memory knows better than it should.
  void read() throws SQLException {
    try {
      nextService = next(connection, SERVICE);
      nextStretch = next(connection, STRETCH);
      changed = false;
    } catch (DamagedRow e) {
      throw new SQLException(e.getMessage(), e);
    }
  }

  /// The number that the next service gets.
  static long nextService(Connection connection) throws SQLException, DamagedRow {
    return next(connection, SERVICE);
  }

  long nextStretch() {
    return nextStretch;
  }

  void stretchUsed(long number) {
    nextStretch = Math.max(nextStretch, number + 1);
    changed = true;
  }

  void used(long service) {
    if (service >= nextService) {
      nextService = service + 1;
      changed = true;
    }
  }

  void write() throws SQLException {
    if (changed) {
      write(SERVICE, nextService);
      write(STRETCH, nextStretch);
    }
  }

  private static long next(Connection connection, String name) throws SQLException, DamagedRow {
    try (var query = connection.prepareStatement("SELECT value, crc FROM meta WHERE name = ?")) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        if (!row.next()) {
          return 1;
        }
        long value = row.getLong(1);
        if (row.getLong(2) != sum(name, value)) {
          throw new DamagedRow("the ledger's " + name + ": its checksum does not match");
        }
        return value;
      }
    }
  }

  private void write(String name, long value) throws SQLException {
    try (var put =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO meta (name, value, crc) VALUES (?,?,?)")) {
      put.setString(1, name);
      put.setLong(2, value);
      put.setLong(3, sum(name, value));
      put.executeUpdate();
    }
  }

  private static long sum(String name, long value) {
    return RowSum.of("meta").with(name).with(value).value();
  }
}
