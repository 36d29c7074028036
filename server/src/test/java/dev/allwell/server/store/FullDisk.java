package dev.allwell.server.store;

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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Lives on a small disk of its own, fills it up, and says how the store takes it.
final class FullDisk {
  private static final byte[] PAGE = new byte[4096];

  private FullDisk() {}

  public static void main(String[] arguments) throws Exception {
    var disk = Path.of(arguments[0]);
    long number = 1;
    try (var folder = DataFolder.open(disk.resolve("data"), Ticker.SYSTEM);
        var ledger = SqliteLedger.open(folder.ledger(), Ticker.SYSTEM);
        var samples =
            SqliteSamples.open(
                folder.samples(), InstantSource.system(), Ticker.SYSTEM, Retention.EVERYTHING)) {
      samples.load();
      ledger.load();
      ledger.record(List.of(put(number)));
      fill(disk.resolve("ballast"));
      String words = "";
      while (words.isEmpty() && number < 100_000) {
        try {
          ledger.record(List.of(put(number + 1), put(number + 2)));
          number += 2;
        } catch (LedgerException e) {
          words = String.valueOf(e.getMessage());
          System.out.println("forWantOfSpace " + e.outOfSpace());
        }
      }
      System.out.println("refused " + words);
      ledger.turn(down());
      samples.append(1, new Sample(1000, 5, Reason.OK, 200, 1));
      await(() -> ledger.stats().failures() > 1 && samples.stats().failures() > 0);
      System.out.println("waiting " + ledger.waiting());
      Files.delete(disk.resolve("ballast"));
      ledger.record(List.of(put(number + 1)));
      await(() -> ledger.waiting() == 0);
      await(() -> !samples.read(1, Instant.EPOCH, Instant.MAX).isEmpty());
      System.out.println("dropped " + samples.dropped());
    }
    try (var ledger = SqliteLedger.open(disk.resolve("data/ledger.db"), Ticker.SYSTEM)) {
      var book = ledger.load();
      System.out.println("lost " + (number + 1 - book.registrations().size()));
      System.out.println("turns " + book.verdicts().size());
      System.out.println("stretches " + ledger.stretches(1, 10).size());
    }
    fill(disk.resolve("ballast"));
    try (var folder = DataFolder.open(disk.resolve("other"), Ticker.SYSTEM);
        var ledger = SqliteLedger.open(folder.ledger(), Ticker.SYSTEM)) {
      System.out.println("started with " + ledger.waiting());
    } catch (StoreException e) {
      System.out.println("start " + e.kind() + " " + e.getMessage());
    }
  }

  private static Entry put(long number) {
    return new Entry.Put(Examples.registration(number, "s" + number));
  }

  private static Turn down() {
    var at = Examples.T0;
    var verdict = new Verdict(Health.DEAD, Reason.RESET, Standing.DOWNTIME, at, at);
    return new Turn(1, verdict, new State(verdict, Tally.EMPTY, null), true);
  }

  private static void fill(Path ballast) throws IOException {
    try (var out =
        Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        out.write(PAGE);
      }
    } catch (IOException full) {
      System.out.println("full " + full.getMessage());
    }
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("waited in vain");
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
