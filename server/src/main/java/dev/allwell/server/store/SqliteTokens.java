package dev.allwell.server.store;

import dev.allwell.server.access.TokenBook;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The tokens in the ledger's file.
final class SqliteTokens implements TokenBook {
  private final Readers readers;
  private final GroupCommit writer;
  private final Connection writing;
  private final Consumer<DamagedRow> damaged;

  /// @param writing the writer's connection, touched by its thread alone
  /// @param damaged told of each row that is not what was written
  SqliteTokens(
      Readers readers, GroupCommit writer, Connection writing, Consumer<DamagedRow> damaged) {
    this.readers = readers;
    this.writer = writer;
    this.writing = writing;
    this.damaged = damaged;
  }

  @Override
  public List<Kept> load() {
    return readers.read(connection -> {
      var all = new ArrayList<Kept>();
      try (var query = connection.createStatement();
          var row = query.executeQuery("SELECT " + TokenRow.COLUMNS + " FROM token")) {
        while (row.next()) {
          try {
            all.add(TokenRow.of(row).kept());
          } catch (DamagedRow e) {
            damaged.accept(e);
          }
        }
      }
      return all;
    });
  }

  @Override
  public void put(Kept token) {
    var row = TokenRow.of(token);
    writer.record(() -> {
      try (var put =
          writing.prepareStatement(
              "INSERT OR REPLACE INTO token (" + TokenRow.COLUMNS + ") VALUES (?,?,?,?,?,?,?,?)")) {
        row.bind(put);
        put.executeUpdate();
      }
    });
  }

  @Override
  public void remove(String name) {
    writer.record(() -> {
      try (var drop = writing.prepareStatement("DELETE FROM token WHERE name = ?")) {
        drop.setString(1, name);
        drop.executeUpdate();
      }
    });
  }
}
