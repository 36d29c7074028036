package dev.allwell.tracker;

import java.util.concurrent.locks.ReentrantLock;

/// Whether the service is healthy, by its window and by hand: the one place where that changes.
///
/// Reading it takes no lock unless something changes. Any thread.
final class Verdict {
  private final Window window;
  private final int threshold;
  private final boolean keepUnhealthy;
  private final Runnable changed;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Word word = Word.HEALTHY;

  /// @param changed run for each change between healthy and unhealthy, in their order and under a
  ///   lock: it must return at once
  Verdict(Window window, int threshold, boolean keepUnhealthy, Runnable changed) {
    this.window = window;
    this.threshold = threshold;
    this.keepUnhealthy = keepUnhealthy;
    this.changed = changed;
  }

  private enum Word {
    HEALTHY,
    /// There were too many failures.
    TRIPPED,
    /// Somebody said so, and has to take it back.
    BY_HAND
  }

  /// Whether the window holds as many failures as make a service unhealthy.
  boolean thresholdReached() {
    return window.failures() >= threshold;
  }

  /// Decides anew.
  boolean healthy() {
    Word now = word;
    if (judge(now) == now) {
      return now == Word.HEALTHY;
    }
    lock.lock();
    try {
      become(judge(word));
      return word == Word.HEALTHY;
    } finally {
      lock.unlock();
    }
  }

  /// Says by hand what is. Healthy forgets the failures so far; unhealthy lasts until healthy is
  /// said.
  void say(boolean healthy) {
    lock.lock();
    try {
      if (healthy) {
        window.forget();
        become(Word.HEALTHY);
      } else {
        become(Word.BY_HAND);
      }
    } finally {
      lock.unlock();
    }
  }

  private Word judge(Word before) {
    return switch (before) {
      case HEALTHY -> thresholdReached() ? Word.TRIPPED : Word.HEALTHY;
      case TRIPPED -> keepUnhealthy || thresholdReached() ? Word.TRIPPED : Word.HEALTHY;
      case BY_HAND -> Word.BY_HAND;
    };
  }

  private void become(Word after) {
    boolean before = word == Word.HEALTHY;
    word = after;
    if (before != (after == Word.HEALTHY)) {
      changed.run();
    }
  }
}
