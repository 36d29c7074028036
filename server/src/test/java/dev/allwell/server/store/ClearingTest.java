package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.history.Retention;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Forgetting services that left years of chunks behind.
class ClearingTest {
  private static final int HOURS = 2 * Clearing.HOURS_A_COMMIT + 100;

  @TempDir Path folder = Path.of("");

  private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T10:00:00Z"));

  @BeforeEach
  void write() throws Exception {
    try (var samples = open(2)) {
      samples.load();
    }
    try (var connection = connection()) {
      connection.setAutoCommit(false);
      try (var put = connection.prepareStatement("INSERT INTO chunk VALUES (?,?,0,0,x'00')")) {
        for (long service = 1; service <= 3; service++) {
          for (int hour = 0; hour < HOURS; hour++) {
            put.setLong(1, Hour.after(service, hour * Hour.MINUTES));
            put.setLong(2, service);
            put.addBatch();
          }
        }
        put.executeBatch();
      }
      connection.commit();
    }
  }

  @Test
  void oneCommitClearsNoMoreThanASlice() throws Exception {
    try (var connection = connection()) {
      var clearing = new Clearing(new SampleTables(connection, new Damage()));
      clearing.add(List.of(1L, 3L));
      int slices = 0;
      long before = chunks();
      while (!clearing.isEmpty()) {
        clearing.slice();
        clearing.sliced();
        slices++;
        assertThat(before - chunks()).isBetween(0L, (long) Clearing.HOURS_A_COMMIT);
        before = chunks();
      }
      assertThat(slices).isEqualTo(5);
      assertThat(chunks()).as("those of service 2").isEqualTo(HOURS);
    }
  }

  @Test
  void aSliceThatWasRolledBackIsClearedAgain() throws Exception {
    try (var connection = connection()) {
      var clearing = new Clearing(new SampleTables(connection, new Damage()));
      clearing.add(List.of(1L));
      connection.setAutoCommit(false);
      clearing.slice();
      connection.rollback();
      while (!clearing.isEmpty()) {
        clearing.slice();
        connection.commit();
        clearing.sliced();
      }
      assertThat(chunks()).isEqualTo(2L * HOURS);
    }
  }

  @Test
  void whatIsNotClearedAtTheEndIsClearedAfterTheNextStart() throws Exception {
    try (var samples = open(60_000)) {
      samples.load();
      samples.forget(1);
      samples.forget(2);
    }
    assertThat(chunks()).as("closing does not wait for it").isGreaterThan(HOURS);
    try (var samples = open(2)) {
      samples.load();
      samples.append(3, new Sample(clock.millis(), 5, Reason.OK, 200, 1));
      long giveUp = System.nanoTime() + 20_000_000_000L;
      while (chunks() > HOURS) {
        assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(samples.dropped()).isZero();
    }
    assertThat(chunks()).isEqualTo(HOURS);
  }

  private SqliteSamples open(int paceMillis) {
    var clocks = new SampleWriter.Clocks(clock, Ticker.SYSTEM, Duration.ofMillis(paceMillis));
    return SqliteSamples.open(folder.resolve("samples.db"), clocks, 100, Retention.EVERYTHING);
  }

  private long chunks() throws SQLException {
    try (var connection = connection();
        var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM chunk")) {
      return count.getLong(1);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("samples.db"));
  }
}
