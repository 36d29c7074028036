package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.engine.LedgerException;
import dev.allwell.history.Retention;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the writers do while nothing can be written: here, because another connection holds the
/// file.
@Tag("alone")
class StallTest {
  @TempDir Path folder = Path.of("");

  @Test
  void definitionsAreRefusedInPlainWordsAndTurnsWait() throws Exception {
    var file = folder.resolve("ledger.db");
    try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
      ledger.record(List.of(put(1)));
      try (var holder = DriverManager.getConnection("jdbc:sqlite:" + file);
          var statement = holder.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        ledger.turn(down(1));
        assertThatThrownBy(() -> ledger.record(List.of(put(2), put(3))))
            .isInstanceOf(LedgerException.class)
            .hasMessageStartingWith("another process holds the file: " + file);
        await(() -> ledger.stats().failures() >= 2);
        assertThat(ledger.waiting()).isEqualTo(1);
        statement.execute("ROLLBACK");
      }
      await(() -> ledger.waiting() == 0);
      ledger.record(List.of(put(4)));
      var book = ledger.load();
      assertThat(book.registrations())
          .extracting(r -> r.number())
          .containsExactlyInAnyOrder(1L, 4L);
      assertThat(book.nextNumber()).isEqualTo(5);
      assertThat(book.verdicts()).containsOnlyKeys(1L);
    }
  }

  @Test
  void anInterruptionSaysTrulyWhetherItWasRecorded() throws Exception {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM)) {
      for (long number = 1; number <= 50; number++) {
        Thread.currentThread().interrupt();
        boolean recorded = true;
        try {
          ledger.record(List.of(put(number)));
        } catch (LedgerException e) {
          recorded = false;
        }
        assertThat(Thread.interrupted()).isTrue();
        long expected = number;
        assertThat(ledger.load().registrations().stream().anyMatch(r -> r.number() == expected))
            .isEqualTo(recorded);
      }
    }
  }

  @Test
  void aStormOfTurnsHoldsNoDefinitionUp() {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM)) {
      for (long number = 1; number <= 20_000; number++) {
        ledger.turn(down(number));
      }
      ledger.record(List.of(put(50_000)));
      assertThat(ledger.waiting()).as("turns that come after the definition").isPositive();
    }
  }

  @Test
  void turnsThatComeOneByOneShareCommits() {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM)) {
      long before = ledger.stats().commits();
      long begun = System.nanoTime();
      long turns = 0;
      while (System.nanoTime() - begun < Duration.ofMillis(400).toNanos()) {
        ledger.turn(down(++turns));
        LockSupport.parkNanos(500_000);
      }
      await(() -> ledger.waiting() == 0);
      long took = Duration.ofNanos(System.nanoTime() - begun).toMillis();
      assertThat(ledger.stats().commits() - before)
          .as("commits of %s turns in %s ms", turns, took)
          .isPositive()
          .isLessThanOrEqualTo(took / 20 + 1);
    }
  }

  @Test
  void whenTheQueueIsFullTheOldestTicksGoAndAreCounted() throws Exception {
    var file = folder.resolve("samples.db");
    var clocks =
        new SampleWriter.Clocks(InstantSource.system(), Ticker.SYSTEM, Duration.ofMillis(1));
    try (var samples = SqliteSamples.open(file, clocks, 16, Retention.EVERYTHING)) {
      samples.load();
      try (var holder = DriverManager.getConnection("jdbc:sqlite:" + file);
          var statement = holder.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        samples.append(1, tick(0));
        await(() -> samples.queued() == 0);
        for (int i = 1; i <= 100; i++) {
          samples.append(1, tick(i));
        }
        assertThat(samples.queued()).isEqualTo(16);
        assertThat(samples.dropped()).isEqualTo(84);
        await(() -> samples.stats().failures() > 0);
        statement.execute("ROLLBACK");
      }
      await(() -> samples.read(1, Instant.EPOCH, Instant.MAX).size() == 17);
      assertThat(samples.read(1, Instant.EPOCH, Instant.MAX))
          .extracting(Sample::atMillis)
          .startsWith(0L, 85L)
          .endsWith(100L);
      assertThat(samples.dropped()).isEqualTo(84);
    }
  }

  private static Entry put(long number) {
    return new Entry.Put(Examples.registration(number, "s" + number));
  }

  private static Turn down(long number) {
    var at = Examples.T0;
    var verdict = new Verdict(Health.DEAD, Reason.RESET, Standing.DOWNTIME, at, at);
    return new Turn(number, verdict, new State(verdict, Tally.EMPTY, null), true);
  }

  private static Sample tick(int millis) {
    return new Sample(millis, 7, Reason.OK, 200, 1);
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
