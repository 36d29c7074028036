package dev.allwell.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A wall clock that stands still until it is turned, forward or back.
final class TurnedClock implements InstantSource {
  private volatile Instant now;

  TurnedClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void turn(Duration by) {
    now = now.plus(by);
  }
}
