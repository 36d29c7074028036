package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Examples;
import dev.allwell.engine.Ledger.Entry;
import dev.allwell.engine.Ledger.Turn;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Registers services in pairs as fast as it can, until it is killed.
///
/// Says `acked N` when the services N and N+1 are durable; each third pair is removed again in the
/// next commit, which says `removed N`. Every service gets a turn that begins a downtime.
final class LedgerHammer {
  private LedgerHammer() {}

  public static void main(String[] arguments) throws Exception {
    var ledger = SqliteLedger.open(Path.of(arguments[0]), Ticker.SYSTEM);
    long number = ledger.load().nextNumber();
    try (var output = new FileOutputStream(FileDescriptor.out)) {
      while (true) {
        ledger.record(List.of(put(number), put(number + 1)));
        say(output, "acked " + number);
        turn(ledger, number);
        turn(ledger, number + 1);
        if (number / 2 % 3 == 0) {
          ledger.record(List.of(new Entry.Removed(number), new Entry.Removed(number + 1)));
          say(output, "removed " + number);
        }
        number += 2;
      }
    }
  }

  private static Entry put(long number) {
    return new Entry.Put(Examples.registration(number, "s" + number));
  }

  private static void turn(SqliteLedger ledger, long number) {
    var at = Examples.T0.plusSeconds(number);
    var verdict = new Verdict(Health.DEAD, Reason.RESET, Standing.DOWNTIME, at, at);
    ledger.turn(new Turn(number, verdict, new State(verdict, Tally.EMPTY, null), true));
  }

  /// One unbuffered write a line, so that what was said was said before the kill.
  private static void say(FileOutputStream output, String line) throws Exception {
    output.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
