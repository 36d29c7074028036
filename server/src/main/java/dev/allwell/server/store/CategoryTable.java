package dev.allwell.server.store;

import dev.allwell.model.Categories;
import dev.allwell.server.store.LedgerRows.DamagedRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.function.Consumer;

/// The categories in the ledger's file: a row each, and one for what was said of the whole.
final class CategoryTable {
  private final PreparedStatement clear;
  private final PreparedStatement put;

  /// @param connection the writer's
  CategoryTable(Connection connection) throws SQLException {
    clear = connection.prepareStatement("DELETE FROM category");
    put = connection.prepareStatement("INSERT INTO category (name, content, crc) VALUES (?,?,?)");
  }

  /// Puts these in the place of all that were there, inside a transaction of the caller's. On the
  /// writer's thread alone.
  void write(Categories categories) throws SQLException {
    clear.executeUpdate();
    for (var row : CategoryCodec.write(categories).entrySet()) {
      put.setString(1, row.getKey());
      put.setString(2, row.getValue());
      put.setLong(3, sum(row.getKey(), row.getValue()));
      put.executeUpdate();
    }
  }

  /// All that can be read.
  ///
  /// @param damaged told of each row that cannot
  static Categories read(Connection connection, Consumer<DamagedRow> damaged) throws SQLException {
    var categories = Categories.NONE;
    try (var query = connection.createStatement();
        var row = query.executeQuery("SELECT name, content, crc FROM category")) {
      while (row.next()) {
        String name = row.getString(1);
        try {
          categories = with(categories, name, row.getString(2), row.getLong(3));
        } catch (DamagedRow e) {
          damaged.accept(e);
        }
      }
    }
    return categories;
  }

  private static Categories with(Categories known, String name, String content, long crc)
      throws DamagedRow {
    if (crc != sum(name, content)) {
      throw new DamagedRow(CategoryCodec.shown(name) + ": its checksum does not match");
    }
    try {
      return CategoryCodec.read(known, name, content);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new DamagedRow(CategoryCodec.shown(name) + ": " + e.getMessage());
    }
  }

  private static long sum(String name, String content) {
    return RowSum.of("category").with(name).with(content).value();
  }
}
