package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger;
import dev.allwell.model.Registration;
import dev.allwell.model.Stretch;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at random moments; `-Dkills=1000` for the long run.
class LedgerKillTest {
  private static final int KILLS = Integer.getInteger("kills", 10);

  @TempDir Path folder = Path.of("");

  @Test
  void nothingAckedIsLostAndNothingIsHalfThere() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", kills " + KILLS);
    var random = new Random(seed);
    var file = folder.resolve("ledger.db");
    var acked = new HashSet<Long>();
    var removed = new HashSet<Long>();
    long highest = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long before = acked.size();
      try (var hammer = Child.run(LedgerHammer.class, file.toString())) {
        for (int left = random.nextInt(150); left > 0 || acked.size() == before; left--) {
          note(List.of(hammer.line()), acked, removed);
        }
        LockSupport.parkNanos(random.nextInt(5_000_000));
        note(hammer.kill(), acked, removed);
      }
      highest = check(file, acked, removed, highest);
    }
    System.out.println("acked " + acked.size() + " pairs, removed " + removed.size());
  }

  private static void note(List<String> lines, Set<Long> acked, Set<Long> removed) {
    for (String line : lines) {
      var words = line.split(" ");
      if (words.length == 2 && !words[1].isEmpty()) {
        (words[0].equals("acked") ? acked : removed).add(Long.parseLong(words[1]));
      }
    }
  }

  /// Returns the next number, which may only grow.
  private static long check(Path file, Set<Long> acked, Set<Long> removed, long highest) {
    try (var ledger = SqliteLedger.open(file, Ticker.SYSTEM)) {
      var book = ledger.load();
      var there =
          book.registrations().stream().map(Registration::number).collect(Collectors.toSet());
      for (long pair : acked) {
        if (removed.contains(pair)) {
          assertThat(there).doesNotContain(pair, pair + 1);
        } else if (pair / 2 % 3 != 0) {
          assertThat(there).contains(pair, pair + 1);
        }
      }
      for (var registration : book.registrations()) {
        long number = registration.number();
        assertThat(registration).isEqualTo(Examples.registration(number, "s" + number));
        assertThat(there)
            .as("both of a pair or none")
            .contains(number % 2 == 1 ? number + 1 : number - 1);
      }
      checkTurns(ledger, book, there);
      assertThat(book.nextNumber()).isGreaterThanOrEqualTo(highest);
      assertThat(acked).allMatch(pair -> pair + 1 < book.nextNumber());
      assertThat(ledger.damaged()).isEmpty();
      return book.nextNumber();
    }
  }

  /// A verdict and the stretch that it began are there together, or neither.
  private static void checkTurns(Ledger ledger, Ledger.Book book, Set<Long> there) {
    assertThat(there).containsAll(book.verdicts().keySet());
    for (long number : there) {
      var stretches = ledger.stretches(number, 10);
      if (book.verdicts().containsKey(number)) {
        assertThat(stretches)
            .extracting(Stretch::started)
            .containsExactly(Examples.T0.plusSeconds(number));
      } else {
        assertThat(stretches).isEmpty();
      }
    }
  }
}
