package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection that writes a file: all or nothing, and its own checkpoints in between.
///
/// Used by the file's writer thread alone, but for [#stats].
final class Commits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final long CHECKPOINT_BYTES = 8L << 20;

  private final Path wal;
  private final Connection connection;
  private final Statement control;
  private final Ticker ticker;
  private long checkpointAt = CHECKPOINT_BYTES;

  private final AtomicLong commits = new AtomicLong();
  private final AtomicLong commitNanos = new AtomicLong();
  private final AtomicLong lastNanos = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong checkpoints = new AtomicLong();
  private final AtomicLong checkpointNanos = new AtomicLong();

  private Commits(Path file, Connection connection, Ticker ticker) throws SQLException {
    this.wal = file.resolveSibling(file.getFileName() + "-wal");
    this.connection = connection;
    this.control = connection.createStatement();
    this.ticker = ticker;
  }

  static Commits open(Database database, Ticker ticker) throws SQLException {
    return new Commits(database.file(), database.writer(), ticker);
  }

  Connection connection() {
    return connection;
  }

  /// Does all of the work, durably, or nothing of it.
  void commit(Work work) throws SQLException {
    long started = ticker.nanos();
    boolean done = false;
    try {
      control.execute("BEGIN IMMEDIATE");
      work.run();
      control.execute("COMMIT");
      done = true;
    } finally {
      if (!done) {
        failures.incrementAndGet();
        rollBack();
      }
    }
    long nanos = ticker.nanos() - started;
    commits.incrementAndGet();
    commitNanos.addAndGet(nanos);
    lastNanos.set(nanos);
    longestNanos.accumulateAndGet(nanos, Math::max);
    checkpointWhenLarge();
  }

  /// Counts a failure that came about outside a commit.
  void failed() {
    failures.incrementAndGet();
  }

  /// After some errors SQLite has already rolled back, and there is nothing left to do.
  private void rollBack() {
    try {
      control.execute("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("rolled back already: {}", e.getMessage());
    }
  }

  private void checkpointWhenLarge() {
    long size = walSize();
    if (size >= checkpointAt) {
      checkpointAt = checkpoint() ? CHECKPOINT_BYTES : size + CHECKPOINT_BYTES;
    }
  }

  private long walSize() {
    try {
      return Files.size(wal);
    } catch (IOException gone) {
      return 0;
    }
  }

  /// Truncating makes the log's size tell how much is not in the file yet.
  private boolean checkpoint() {
    long started = ticker.nanos();
    try (var result = control.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
      checkpoints.incrementAndGet();
      return result.getInt(1) == 0;
    } catch (SQLException e) {
      LOG.warn("cannot move {} into its file, will try again: {}", wal, e.getMessage());
      return false;
    } finally {
      checkpointNanos.addAndGet(ticker.nanos() - started);
    }
  }

  StoreStats stats() {
    return new StoreStats(
        commits.get(),
        commitNanos.get(),
        lastNanos.get(),
        longestNanos.get(),
        failures.get(),
        checkpoints.get(),
        checkpointNanos.get());
  }

  @Override
  public void close() {
    checkpoint();
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("cannot close {}: {}", wal, e.getMessage());
    }
  }

  /// Statements to be run inside a transaction.
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }
}
