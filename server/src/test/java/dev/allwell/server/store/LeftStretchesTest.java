package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Removing services that left many events behind.
class LeftStretchesTest {
  private static final int STRETCHES = 2 * LeftStretches.SLICE + 100;

  @TempDir Path folder = Path.of("");

  @BeforeEach
  void write() throws Exception {
    try (var ledger = SqliteLedger.open(file(), Ticker.SYSTEM)) {
      for (long number = 1; number <= 3; number++) {
        ledger.record(List.of(new Entry.Put(Examples.registration(number, "s" + number))));
      }
    }
    try (var connection = connection()) {
      connection.setAutoCommit(false);
      try (var put =
          connection.prepareStatement("INSERT INTO stretch VALUES (?,?,'UPTIME','OK',?,?,0)")) {
        for (long i = 0; i < 3L * STRETCHES; i++) {
          put.setLong(1, i);
          put.setLong(2, 1 + i % 3);
          put.setLong(3, i);
          put.setLong(4, i + 1);
          put.addBatch();
        }
        put.executeBatch();
      }
      connection.commit();
    }
  }

  @Test
  void oneCommitDeletesNoMoreThanASlice() throws Exception {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM service WHERE number IN (1, 3)");
      var left = new LeftStretches(connection);
      long before = stretches();
      while (!left.isEmpty()) {
        left.slice();
        assertThat(before - stretches()).isBetween(0L, (long) LeftStretches.SLICE);
        before = stretches();
      }
      assertThat(stretches()).as("those of service 2").isEqualTo(STRETCHES);
    }
  }

  @Test
  void whatARemovedServiceLeavesIsDeletedBehind() throws Exception {
    try (var ledger = SqliteLedger.open(file(), Ticker.SYSTEM)) {
      ledger.record(List.of(new Entry.Removed(1), new Entry.Removed(2)));
      awaitStretches(STRETCHES);
      ledger.record(List.of(new Entry.Removed(3)));
      awaitStretches(0);
      assertThat(ledger.stats().failures()).isZero();
    }
  }

  @Test
  void andAfterARestart() throws Exception {
    try (var connection = connection();
        var statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM service WHERE number = 2");
    }
    try (var ledger = SqliteLedger.open(file(), Ticker.SYSTEM)) {
      awaitStretches(2L * STRETCHES);
      assertThat(ledger.alive()).isTrue();
    }
  }

  private void awaitStretches(long count) throws SQLException {
    long giveUp = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (stretches() != count) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private long stretches() throws SQLException {
    try (var connection = connection();
        var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM stretch")) {
      return count.getLong(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  private Path file() {
    return folder.resolve("ledger.db");
  }
}
