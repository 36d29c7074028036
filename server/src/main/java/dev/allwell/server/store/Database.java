package dev.allwell.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// One SQLite file of ours: which migrations it grows by, and how its connections are set.
///
/// @param migrations folder of the Flyway scripts on the class path
/// @param applicationId as the first of them sets it
record Database(Path file, String migrations, int applicationId) {
  private static final int BUSY_MILLIS = 250;

  static Database ledger(Path file) {
    return new Database(file, "db/ledger", 1_097_624_652);
  }

  static Database samples(Path file) {
    return new Database(file, "db/samples", 1_097_624_659);
  }

  /// Creates the file for its owner alone, or checks it; then brings its schema up to date.
  ///
  /// @param thorough also walk every page
  /// @throws StoreException when it is not to be used
  void prepare(boolean thorough) {
    NativeLibrary.load(file);
    try {
      OwnersOnly.file(file);
      if (Files.size(file) > 0) {
        check(thorough);
      } else {
        letItShrink();
      }
      migrate();
    } catch (SQLException e) {
      throw DiskTrouble.storeException(e, file);
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Kind.UNUSABLE_FOLDER, "cannot use " + file + ": " + e, e);
    }
  }

  /// Can be chosen only while a file is empty; later it would mean to write it anew as a whole.
  private void letItShrink() throws SQLException {
    try (var connection = source(new SQLiteConfig()).getConnection();
        var statement = connection.createStatement()) {
      statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
      statement.execute("VACUUM");
    }
  }

  /// Whatever Flyway trips over, a damaged history of its own included, is a file not to be used.
  private void migrate() {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(source(new SQLiteConfig()))
          .locations("classpath:" + migrations)
          .loggers("slf4j")
          .load()
          .migrate();
    } catch (RuntimeException e) {
      throw DiskTrouble.storeException(e, file);
    }
  }

  private void check(boolean thorough) throws SQLException {
    try (var connection = source(new SQLiteConfig()).getConnection();
        var statement = connection.createStatement()) {
      try (var id = statement.executeQuery("PRAGMA application_id")) {
        if (id.getInt(1) != applicationId && holdsTables(connection)) {
          throw new StoreException(
              StoreException.Kind.CORRUPT, file + " is a database, but not one of Allwell's");
        }
      }
      if (!thorough) {
        return;
      }
      try (var found = statement.executeQuery("PRAGMA quick_check(1)")) {
        var answer = found.getString(1);
        if (!"ok".equals(answer)) {
          throw new StoreException(
              StoreException.Kind.CORRUPT, "the file is damaged: " + file + ": " + answer);
        }
      }
    }
  }

  /// A file that a kill left in the middle of its first migration holds none, or Flyway's alone.
  private static boolean holdsTables(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var count =
            statement.executeQuery(
                "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'flyway_schema_history'")) {
      return count.getInt(1) > 0;
    }
  }

  /// The only connection that writes and checkpoints.
  Connection writer() throws SQLException {
    var config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    var connection = source(config).getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("PRAGMA cell_size_check = ON");
    }
    return connection;
  }

  /// A connection that can only read.
  Connection reader() throws SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_MILLIS);
    var connection = source(config).getConnection();
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  private SQLiteDataSource source(SQLiteConfig config) {
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }
}
