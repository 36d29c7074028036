package dev.allwell.server.store;

import dev.allwell.server.access.AuditBook.Numbered;
import dev.allwell.server.access.AuditEntry;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A row of the audit log, with the CRC that it is stored with and held against.
record AuditRow(long number, AuditEntry entry) {
  static final int REGISTRATION = 1;
  static final int OTHER = 0;
  static final String COLUMNS = "number, kind, at, who, peer, what, subject, result, crc";

  static AuditRow of(ResultSet row) throws SQLException, DamagedRow {
    var read =
        new AuditRow(
            row.getLong(1),
            new AuditEntry(
                UnixNanos.instant(row.getLong(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8)));
    if (read.sum() != row.getLong(9)) {
      throw new DamagedRow("audit " + read.number + ": its checksum does not match");
    }
    return read;
  }

  Numbered numbered() {
    return new Numbered(number, entry);
  }

  int kind() {
    return entry.isRegistration() ? REGISTRATION : OTHER;
  }

  void bind(PreparedStatement put) throws SQLException {
    put.setLong(1, number);
    put.setInt(2, kind());
    put.setLong(3, UnixNanos.of(entry.at()));
    put.setString(4, entry.who());
    put.setString(5, entry.from());
    put.setString(6, entry.what());
    put.setString(7, entry.subject());
    put.setString(8, entry.result());
    put.setLong(9, sum());
  }

  private long sum() {
    return RowSum.of("audit")
        .with(number)
        .with((long) kind())
        .with(UnixNanos.of(entry.at()))
        .with(entry.who())
        .with(entry.from())
        .with(entry.what())
        .with(entry.subject())
        .with(entry.result())
        .value();
  }
}
