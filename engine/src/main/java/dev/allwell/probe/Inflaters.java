package dev.allwell.probe;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.Inflater;

/// One lane's inflaters: their native memory is lent for one body and given back at its end,
/// whatever the end. Used on one thread.
final class Inflaters {
  private static final int MOST_KEPT = 4;
  private static final int SCRATCH = 8192;

  private final Deque<Inflater> kept = new ArrayDeque<>(MOST_KEPT);
  private final byte[] scratch = new byte[SCRATCH];
  private int lent;
  private boolean closed;

  /// One that takes deflated data without any frame.
  Inflater take() {
    lent++;
    return kept.isEmpty() ? new Inflater(/* nowrap= */ true) : kept.removeLast();
  }

  /// To be called once for each that was taken.
  void give(Inflater inflater) {
    lent--;
    if (closed || kept.size() == MOST_KEPT) {
      inflater.end();
    } else {
      inflater.reset();
      kept.addLast(inflater);
    }
  }

  /// Room for what one step yields; used up before the next.
  byte[] scratch() {
    return scratch;
  }

  /// How many are lent.
  int lent() {
    return lent;
  }

  void close() {
    closed = true;
    kept.forEach(Inflater::end);
    kept.clear();
  }
}
