package dev.allwell.tracker.spring;

import dev.allwell.tracker.StatusCodeTracker;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The tracker's time, turned by hand.
final class TurnedClock implements TrackerCustomizer {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  @Override
  public void customize(StatusCodeTracker.Builder tracker) {
    tracker.ticker(nanos::get);
  }

  void advanceSeconds(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
