package dev.allwell.server.graphite;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// What became of results since the start. Any thread.
///
/// Each one added is sent, dropped or waiting.
final class Counts {
  private final LongAdder added = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final Map<Loss, LongAdder> dropped = new EnumMap<>(Loss.class);

  Counts() {
    for (var why : Loss.values()) {
      dropped.put(why, new LongAdder());
    }
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
    all(why).add(points);
  }

  long sent() {
    return sent.sum();
  }

  long repeated() {
    return repeated.sum();
  }

  long dropped(Loss why) {
    return all(why).sum();
  }

  private LongAdder all(Loss why) {
    return Objects.requireNonNull(dropped.get(why));
  }

  /// Those that were never written into a connection so far.
  long waiting() {
    long gone = sent.sum();
    for (var each : dropped.values()) {
      gone += each.sum();
    }
    return Math.max(0, added.sum() - gone);
  }
}
