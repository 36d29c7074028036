package dev.allwell.server.store;

import dev.allwell.engine.Ledger.StretchPage;
import dev.allwell.model.Stretch;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import dev.allwell.server.store.LedgerRows.StretchRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Reads stretches by their places: pages of a service's, and the newest of many services'; on a
/// connection of the caller's. What is asked for by time is read by [StretchReader].
final class StretchPages {
  private static final String COLUMNS = "SELECT " + StretchRow.COLUMNS + " FROM stretch ";

  private final Consumer<DamagedRow> damage;

  /// @param damage told of each row that cannot be trusted, and is left out
  StretchPages(Consumer<DamagedRow> damage) {
    this.damage = damage;
  }

  /// Newest first; the total counts damaged rows too.
  StretchPage page(Connection connection, long service, long skip, int limit) throws SQLException {
    try (var query =
            connection.prepareStatement(
                COLUMNS + "WHERE service = ? ORDER BY number DESC LIMIT ? OFFSET ?");
        var count = connection.prepareStatement("SELECT count(*) FROM stretch WHERE service = ?")) {
      query.setLong(1, service);
      query.setInt(2, limit);
      query.setLong(3, skip);
      count.setLong(1, service);
      try (var row = count.executeQuery()) {
        return new StretchPage(read(query), row.getLong(1));
      }
    }
  }

  /// The newest of each service from the first number to the last, by service number: one query,
  /// which seeks each in the index.
  Map<Long, Stretch> newest(Connection connection, long first, long last) throws SQLException {
    try (var query =
        connection.prepareStatement(
            COLUMNS
                + "WHERE number IN (SELECT (SELECT max(own.number) FROM stretch AS own WHERE"
                + " own.service = known.number) FROM service AS known"
                + " WHERE known.number BETWEEN ? AND ?)")) {
      query.setLong(1, first);
      query.setLong(2, last);
      var newest = new HashMap<Long, Stretch>();
      each(query, row -> newest.put(row.service(), row.stretch()));
      return newest;
    }
  }

  private List<Stretch> read(PreparedStatement query) throws SQLException {
    var stretches = new ArrayList<Stretch>();
    each(query, row -> stretches.add(row.stretch()));
    return stretches;
  }

  private void each(PreparedStatement query, Visit visit) throws SQLException {
    try (var row = query.executeQuery()) {
      while (row.next()) {
        try {
          visit.row(StretchRow.of(row));
        } catch (DamagedRow e) {
          damage.accept(e);
        }
      }
    }
  }

  /// Takes a row that is what was written.
  @FunctionalInterface
  private interface Visit {
    void row(StretchRow row) throws DamagedRow;
  }
}
