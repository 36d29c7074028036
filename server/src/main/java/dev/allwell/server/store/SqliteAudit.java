package dev.allwell.server.store;

import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.AuditEntry;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The audit log in the ledger's file, trimmed by number and by age.
final class SqliteAudit implements AuditBook {
  private static final Duration BETWEEN_AGE_TRIMS = Duration.ofHours(1);

  private final Readers readers;
  private final GroupCommit writer;
  private final Connection writing;
  private final Bounds bounds;
  private final Consumer<DamagedRow> damaged;

  // the writer's thread alone
  private int sinceTrim;
  private Instant nextAgeTrim = Instant.MIN;

  /// @param writing the writer's connection, touched by its thread alone
  /// @param damaged told of each row that is not what was written
  SqliteAudit(
      Readers readers,
      GroupCommit writer,
      Connection writing,
      Bounds bounds,
      Consumer<DamagedRow> damaged) {
    this.readers = readers;
    this.writer = writer;
    this.writing = writing;
    this.bounds = bounds;
    this.damaged = damaged;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    var all = List.copyOf(entries);
    if (!all.isEmpty()) {
      writer.record(() -> write(all));
    }
  }

  @Override
  public List<Numbered> newest(int limit, long before) {
    return readers.read(connection -> newest(connection, limit, before));
  }

  private List<Numbered> newest(Connection connection, int limit, long before) throws SQLException {
    var found = new ArrayList<Numbered>();
    try (var query =
        connection.prepareStatement(
            "SELECT " + AuditRow.COLUMNS + " FROM audit WHERE number < ? ORDER BY number DESC")) {
      query.setLong(1, before);
      try (var row = query.executeQuery()) {
        while (found.size() < limit && row.next()) {
          try {
            found.add(AuditRow.of(row).numbered());
          } catch (DamagedRow e) {
            damaged.accept(e);
          }
        }
      }
    }
    return found;
  }

  private void write(List<AuditEntry> entries) throws SQLException {
    long number = last();
    try (var put =
        writing.prepareStatement(
            "INSERT INTO audit (" + AuditRow.COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?)")) {
      for (var entry : entries) {
        number++;
        new AuditRow(number, entry).bind(put);
        put.executeUpdate();
      }
    }
    sinceTrim += entries.size();
    trim(entries.getLast().at());
  }

  private long last() throws SQLException {
    try (var query = writing.createStatement();
        var row = query.executeQuery("SELECT coalesce(max(number), 0) FROM audit")) {
      return row.getLong(1);
    }
  }

  /// The newest entry always stays, so that no number comes twice.
  private void trim(Instant now) throws SQLException {
    int smaller = Math.min(bounds.registrations(), bounds.others());
    if (sinceTrim > smaller / 10) {
      sinceTrim = 0;
      trim(AuditRow.REGISTRATION, bounds.registrations());
      trim(AuditRow.OTHER, bounds.others());
    }
    if (now.isAfter(nextAgeTrim)) {
      nextAgeTrim = now.plus(BETWEEN_AGE_TRIMS);
      try (var drop =
          writing.prepareStatement(
              "DELETE FROM audit WHERE at < ? AND number < (SELECT max(number) FROM audit)")) {
        drop.setLong(1, UnixNanos.of(now.minus(bounds.age())));
        drop.executeUpdate();
      }
    }
  }

  private void trim(int kind, int most) throws SQLException {
    try (var drop =
        writing.prepareStatement(
            "DELETE FROM audit WHERE kind = ?1 AND number <="
                + " (SELECT number FROM audit WHERE kind = ?1 ORDER BY number DESC"
                + " LIMIT 1 OFFSET ?2)")) {
      drop.setInt(1, kind);
      drop.setInt(2, most);
      drop.executeUpdate();
    }
  }
}
