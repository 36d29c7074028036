package dev.allwell.server.store;

import dev.allwell.engine.LedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The few platform threads on which a file is read, each query on a connection that cannot write.
///
/// A caller on a virtual thread gives its carrier back while it waits.
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int THREADS = 2;

  private final Database database;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

  Readers(Database database, String name) {
    this.database = database;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name(name + "-reader-", 1).daemon().factory());
  }

  /// Answers a query in one read transaction. Blocks.
  ///
  /// @throws LedgerException with the cause in plain words
  <T> T read(Query<T> query) {
    var answer = threads.submit(() -> answer(query));
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while reading " + database.file(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof LedgerException known) {
        throw known;
      }
      if (e.getCause() instanceof StoreException untrusted) {
        throw untrusted;
      }
      if (e.getCause() instanceof SQLException sql) {
        throw DiskTrouble.ledgerException("reading", sql, database.file());
      }
      throw new LedgerException("cannot read " + database.file() + ": " + e.getCause(), e);
    }
  }

  private <T> T answer(Query<T> query) throws SQLException {
    var pooled = idle.poll();
    var connection = pooled == null ? database.reader() : pooled;
    boolean done = false;
    try {
      connection.setAutoCommit(false);
      T result = query.of(connection);
      connection.setAutoCommit(true);
      idle.add(connection);
      done = true;
      return result;
    } finally {
      if (!done) {
        close(connection);
      }
    }
  }

  @Override
  public void close() {
    threads.close();
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      close(connection);
    }
  }

  private void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("cannot close a reader of {}: {}", database.file(), e.getMessage());
    }
  }

  /// What is asked of a connection.
  @FunctionalInterface
  interface Query<T> {
    T of(Connection connection) throws SQLException;
  }
}
