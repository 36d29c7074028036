package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waiting for a condition, with a deadline.
final class Eventually {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private Eventually() {}

  static void holds(Condition condition) throws Exception {
    long end = System.nanoTime() + DEADLINE.toNanos();
    boolean held = condition.holds();
    while (!held && System.nanoTime() < end) {
      LockSupport.parkNanos(5_000_000);
      held = condition.holds();
    }
    assertThat(held).as("within %s", DEADLINE).isTrue();
  }

  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }
}
