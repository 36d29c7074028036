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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An `Error` on a writer's thread: whoever waits is answered, and the thread goes on.
class WriterErrorTest {
  @TempDir Path folder = Path.of("");

  private final AtomicBoolean broken = new AtomicBoolean();

  @Test
  void aDefinitionIsRefusedAndNotWaitedForInVainAndTurnsAreKept() {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), ticker())) {
      ledger.record(List.of(put(1)));
      broken.set(true);
      ledger.turn(down(1));
      assertThatThrownBy(() -> ledger.record(List.of(put(2))))
          .isInstanceOf(LedgerException.class)
          .hasMessageContaining("broken by the test");
      await(() -> ledger.stats().failures() > 1);
      assertThat(ledger.alive()).isTrue();
      broken.set(false);
      ledger.record(List.of(put(3)));
      await(() -> ledger.waiting() == 0 && ledger.load().verdicts().containsKey(1L));
      assertThat(ledger.load().registrations())
          .extracting(r -> r.number())
          .containsExactlyInAnyOrder(1L, 3L);
      assertThat(ledger.stretches(1, 9)).hasSize(1);
    }
  }

  @Test
  void aClosedLedgerHasNoWriterAndRefuses() {
    var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM);
    assertThat(ledger.alive()).isTrue();
    ledger.close();
    assertThat(ledger.alive()).isFalse();
    assertThatThrownBy(() -> ledger.record(List.of(put(1)))).isInstanceOf(LedgerException.class);
  }

  @Test
  void ticksAreWrittenAgainAfterwards() {
    var clocks = new SampleWriter.Clocks(InstantSource.system(), ticker(), Duration.ofMillis(2));
    try (var samples =
        SqliteSamples.open(folder.resolve("samples.db"), clocks, 64, Retention.EVERYTHING)) {
      assertThat(samples.alive()).isTrue();
      samples.load();
      broken.set(true);
      await(() -> samples.stats().failures() > 1);
      assertThat(samples.alive()).isTrue();
      broken.set(false);
      samples.append(1, tick(7));
      await(() -> samples.read(1, Instant.EPOCH, Instant.MAX).size() == 1);
    }
  }

  @Test
  void ticksAreJournalledEvenWhenItCannotBeToldWhatElseIsDue() {
    InstantSource wall =
        new InstantSource() {
          @Override
          public Instant instant() {
            throw new StackOverflowError("broken by the test");
          }

          @Override
          public long millis() {
            return 1_000_000;
          }
        };
    var clocks = new SampleWriter.Clocks(wall, Ticker.SYSTEM, Duration.ofMillis(2));
    try (var samples =
        SqliteSamples.open(folder.resolve("samples.db"), clocks, 64, Retention.EVERYTHING)) {
      samples.load();
      samples.append(1, tick(7));
      await(() -> samples.read(1, Instant.EPOCH, Instant.MAX).size() == 1);
      assertThat(samples.alive()).isTrue();
    }
  }

  private Ticker ticker() {
    return () -> {
      if (broken.get() && Thread.currentThread().getName().endsWith("-writer")) {
        throw new StackOverflowError("broken by the test");
      }
      return Ticker.SYSTEM.nanos();
    };
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
