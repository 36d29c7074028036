package dev.allwell.server.store;

import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.WaitingTurn;
import dev.allwell.model.Verdict;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import dev.allwell.server.store.LedgerRows.ServiceRow;
import dev.allwell.server.store.LedgerRows.StateRow;
import dev.allwell.server.store.LedgerRows.StretchRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is written into the ledger's tables, inside a transaction of the caller's.
///
/// On the writer's thread alone.
final class LedgerTables {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerTables.class);

  private final LedgerNumbers numbers;
  private final DefinitionCodec codec;
  private final LeftStretches left;
  private final CategoryTable categories;
  private final PreparedStatement putService;
  private final PreparedStatement dropService;
  private final PreparedStatement dropState;
  private final PreparedStatement known;
  private final PreparedStatement putState;
  private final PreparedStatement lastStretch;
  private final PreparedStatement putStretch;

  LedgerTables(Connection connection, LedgerNumbers numbers, DefinitionCodec codec)
      throws SQLException {
    this.numbers = numbers;
    this.codec = codec;
    putService =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO service (" + ServiceRow.COLUMNS + ") VALUES (?,?,?,?,?,?,?)");
    dropService = connection.prepareStatement("DELETE FROM service WHERE number = ?");
    dropState = connection.prepareStatement("DELETE FROM state WHERE number = ?");
    left = new LeftStretches(connection);
    categories = new CategoryTable(connection);
    known = connection.prepareStatement("SELECT 1 FROM service WHERE number = ?");
    putState =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO state (" + StateRow.COLUMNS + ") VALUES (?,?,?,?,?,?,?,?,?)");
    lastStretch =
        connection.prepareStatement(
            "SELECT "
                + StretchRow.COLUMNS
                + " FROM stretch WHERE service = ? ORDER BY number DESC LIMIT 1");
    putStretch =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO stretch (" + StretchRow.COLUMNS + ") VALUES (?,?,?,?,?,?,?)");
  }

  /// Definitions first, so that turns of what is removed find nothing.
  void write(List<Entry> entries, Collection<WaitingTurn> turns) throws SQLException {
    numbers.read();
    Entry.@Nullable Sorted last = null;
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Put(var registration) -> put(ServiceRow.of(registration, codec));
        case Entry.Removed(long number) -> remove(number);
        case Entry.Sorted sorted -> last = sorted;
      }
    }
    if (last != null) {
      categories.write(last.categories());
    }
    for (WaitingTurn turn : turns) {
      turn(turn);
    }
    numbers.write();
  }

  private void put(ServiceRow row) throws SQLException {
    numbers.used(row.number());
    putService.setLong(1, row.number());
    putService.setString(2, row.id());
    putService.setString(3, row.source());
    putService.setString(4, row.definition());
    putService.setLong(5, row.created());
    putService.setLong(6, row.updated());
    putService.setLong(7, row.sum());
    putService.executeUpdate();
  }

  /// Whether nothing of services that are gone is left to be deleted.
  boolean isTidy() {
    return left.isEmpty();
  }

  /// Deletes a slice of what services that are gone left behind.
  void tidy() throws SQLException {
    left.slice();
  }

  private void remove(long number) throws SQLException {
    for (var drop : List.of(dropService, dropState)) {
      drop.setLong(1, number);
      drop.executeUpdate();
    }
    left.add(number);
  }

  private void turn(WaitingTurn turn) throws SQLException {
    if (!isKnown(turn.number())) {
      return;
    }
    var row = StateRow.of(turn.number(), turn.state());
    putState.setLong(1, row.number());
    putState.setString(2, row.health());
    putState.setString(3, row.reason());
    putState.setString(4, row.standing());
    UnixNanos.bind(putState, 5, row.sinceOrNull());
    UnixNanos.bind(putState, 6, row.openedOrNull());
    putState.setString(7, row.reportOrNull());
    putState.setInt(8, row.severity());
    putState.setLong(9, row.sum());
    putState.executeUpdate();
    for (Verdict verdict : turn.begun()) {
      begin(turn.number(), verdict);
    }
  }

  private boolean isKnown(long number) throws SQLException {
    known.setLong(1, number);
    try (var row = known.executeQuery()) {
      return row.next();
    }
  }

  /// Closes the open stretch where the next begins. The same one again, from a commit whose success
  /// could not be told, is not begun twice.
  private void begin(long service, Verdict verdict) throws SQLException {
    var next = StretchRow.of(numbers.nextStretch(), service, verdict);
    var last = lastStretch(service);
    if (last != null && last.endedOrNull() == null) {
      if (last.started() == next.started() && last.standing().equals(next.standing())) {
        return;
      }
      put(last.ending(next.started()));
    }
    numbers.stretchUsed(next.number());
    put(next);
  }

  /// A damaged one is left as it is: to close it would make its bits good again.
  private @Nullable StretchRow lastStretch(long service) throws SQLException {
    lastStretch.setLong(1, service);
    try (var row = lastStretch.executeQuery()) {
      return row.next() ? StretchRow.of(row) : null;
    } catch (DamagedRow e) {
      LOG.error("damaged in the ledger, left as it is: {}", e.getMessage());
      return null;
    }
  }

  private void put(StretchRow row) throws SQLException {
    putStretch.setLong(1, row.number());
    putStretch.setLong(2, row.service());
    putStretch.setString(3, row.standing());
    putStretch.setString(4, row.reason());
    putStretch.setLong(5, row.started());
    UnixNanos.bind(putStretch, 6, row.endedOrNull());
    putStretch.setLong(7, row.sum());
    putStretch.executeUpdate();
  }
}
