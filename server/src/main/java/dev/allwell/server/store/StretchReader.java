package dev.allwell.server.store;

import dev.allwell.model.Stretch;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import dev.allwell.server.store.LedgerRows.StretchRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads the stretches of one service within a range of time, newest first.
///
/// There is no index by time: numbers ascend with it, so that the first one of a range is found by
/// halving.
final class StretchReader {
  private final Connection connection;
  private final long service;
  private final Consumer<DamagedRow> damaged;

  /// @param damaged told of each row that is not what was written; it is passed over
  StretchReader(Connection connection, long service, Consumer<DamagedRow> damaged) {
    this.connection = connection;
    this.service = service;
    this.damaged = damaged;
  }

  List<Stretch> read(Instant from, Instant to, long before, int limit) throws SQLException {
    var stretches = new ArrayList<Stretch>();
    long below = to.equals(Instant.MAX) ? before : below(to, before);
    try (var query =
        connection.prepareStatement(
            "SELECT "
                + StretchRow.COLUMNS
                + " FROM stretch WHERE service = ? AND number < ? ORDER BY number DESC")) {
      query.setLong(1, service);
      query.setLong(2, below);
      try (var row = query.executeQuery()) {
        while (stretches.size() < limit && row.next()) {
          try {
            var stretch = StretchRow.of(row).stretch();
            if (!stretch.ended().map(ended -> ended.isAfter(from)).orElse(true)) {
              break;
            }
            stretches.add(stretch);
          } catch (DamagedRow e) {
            damaged.accept(e);
          }
        }
      }
    }
    return stretches;
  }

  /// A number, at most `before`, below which lie all stretches that began before a moment, and none
  /// else.
  private long below(Instant to, long before) throws SQLException {
    try (var bounds =
            connection.prepareStatement(
                "SELECT min(number), max(number) FROM stretch WHERE service = ? AND number < ?");
        var at =
            connection.prepareStatement(
                "SELECT number, started FROM stretch"
                    + " WHERE service = ? AND number <= ? ORDER BY number DESC LIMIT 1")) {
      bounds.setLong(1, service);
      bounds.setLong(2, before);
      at.setLong(1, service);
      try (var row = bounds.executeQuery()) {
        var least = UnixNanos.column(row, 1);
        var greatest = UnixNanos.column(row, 2);
        return least == null || greatest == null
            ? before
            : firstNotBefore(at, to, least, greatest + 1);
      }
    }
  }

  /// @param least of the service's numbers
  /// @param beyond all that are asked for
  private static long firstNotBefore(PreparedStatement at, Instant to, long least, long beyond)
      throws SQLException {
    long low = least;
    long high = beyond;
    while (low < high) {
      long middle = low + (high - low) / 2;
      at.setLong(2, middle);
      try (var row = at.executeQuery()) {
        if (UnixNanos.instant(row.getLong(2)).isBefore(to)) {
          low = middle + 1;
        } else {
          high = row.getLong(1);
        }
      }
    }
    return low;
  }
}
