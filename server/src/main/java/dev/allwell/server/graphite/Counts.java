package dev.allwell.server.graphite;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// What became of results since the start. Any thread.
///
/// Each one added is sent, dropped or waiting.
final class Counts {
  private final LongAdder added = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder[] dropped = new LongAdder[Loss.values().length];

  Counts() {
    Arrays.setAll(dropped, _ -> new LongAdder());
  }

  void add() {
    added.increment();
  }

  /// Points were written into a connection.
  ///
  /// @param points of them all
  /// @param first those that had not been written before
  void sent(int points, int first) {
    sent.add(first);
    repeated.add((long) points - first);
  }

  void drop(Loss why, int points) {
    dropped[why.ordinal()].add(points);
  }

  long sent() {
    return sent.sum();
  }

  long repeated() {
    return repeated.sum();
  }

  long dropped(Loss why) {
    return dropped[why.ordinal()].sum();
  }

  /// Those that were never written into a connection so far.
  long waiting() {
    long gone = sent.sum();
    for (var each : dropped) {
      gone += each.sum();
    }
    return Math.max(0, added.sum() - gone);
  }
}
