package dev.allwell.tracker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Monotonic time that a test turns by hand.
final class TurnedTicker implements LongSupplier {
  private final AtomicLong nanos;

  TurnedTicker(long nanos) {
    this.nanos = new AtomicLong(nanos);
  }

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  void turn(Duration by) {
    turn(by.toNanos());
  }

  void turn(long byNanos) {
    nanos.addAndGet(byNanos);
  }
}
