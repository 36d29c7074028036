package dev.allwell.engine;

import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Verdict;
import java.util.ArrayList;
import java.util.List;

/// The turns of one service that wait for a store, made one: the last state, and the stretches that
/// began on the way, oldest first.
///
/// Every ledger that may stall queues these, so that they all coalesce alike.
///
/// @param begun verdicts, each of which opens a stretch; at most [Ledger#MOST_WAITING_STRETCHES]
public record WaitingTurn(long number, State state, List<Verdict> begun) {
  public WaitingTurn {
    begun = List.copyOf(begun);
  }

  public static WaitingTurn of(Ledger.Turn turn) {
    return new WaitingTurn(
        turn.number(), turn.remembered(), turn.begins() ? List.of(turn.verdict()) : List.of());
  }

  /// This and then `later`, of the same service.
  public WaitingTurn then(WaitingTurn later) {
    var all = new ArrayList<>(begun);
    all.addAll(later.begun);
    while (all.size() > Ledger.MOST_WAITING_STRETCHES) {
      int swallowed = firstUptimeBeforeDowntime(all);
      all.subList(swallowed, swallowed + 2).clear();
    }
    return new WaitingTurn(number, later.state, all);
  }

  /// Never the first, so that what began the trouble stays; the last two when nothing alternates.
  private static int firstUptimeBeforeDowntime(List<Verdict> verdicts) {
    for (int i = 1; i < verdicts.size() - 1; i++) {
      if (verdicts.get(i).standing() == Standing.UPTIME
          && verdicts.get(i + 1).standing() == Standing.DOWNTIME) {
        return i;
      }
    }
    return 1;
  }
}
