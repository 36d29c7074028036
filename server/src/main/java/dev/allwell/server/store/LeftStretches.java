package dev.allwell.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The stretches of services that are gone, deleted slice by slice when nothing else waits, so that
/// a service with years of events is removed as fast as any.
///
/// Which they are follows from the tables alone and is looked up once after a start. On the
/// writer's thread alone.
final class LeftStretches {
  static final int SLICE = 1000;

  private final PreparedStatement find;
  private final PreparedStatement drop;
  private @Nullable ArrayDeque<Long> servicesOrNull;

  LeftStretches(Connection connection) throws SQLException {
    find =
        connection.prepareStatement(
            "SELECT DISTINCT service FROM stretch WHERE service NOT IN (SELECT number FROM service)");
    drop =
        connection.prepareStatement(
            "DELETE FROM stretch WHERE number IN (SELECT number FROM stretch WHERE service = ?1"
                + " AND NOT EXISTS (SELECT 1 FROM service WHERE number = ?1) LIMIT ?2)");
  }

  /// A service was removed, or will be if the transaction succeeds.
  void add(long service) {
    var services = servicesOrNull;
    if (services != null) {
      services.add(service);
    }
  }

  boolean isEmpty() {
    return servicesOrNull != null && servicesOrNull.isEmpty();
  }

  /// Deletes a slice, in a transaction of the caller's. After a failure it looks anew.
  void slice() throws SQLException {
    var services = servicesOrNull;
    servicesOrNull = null;
    if (services == null) {
      services = found();
    }
    int left = SLICE;
    for (var service = services.peek(); service != null && left > 0; service = services.peek()) {
      drop.setLong(1, service);
      drop.setInt(2, left);
      int dropped = drop.executeUpdate();
      if (dropped < left) {
        services.remove();
      }
      left -= dropped + 1; // to look costs too
    }
    servicesOrNull = services;
  }

  private ArrayDeque<Long> found() throws SQLException {
    var found = new ArrayDeque<Long>();
    try (var row = find.executeQuery()) {
      while (row.next()) {
        found.add(row.getLong(1));
      }
    }
    return found;
  }
}
