package dev.allwell.server.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waiting for what other threads do, with a deadline that a busy machine keeps.
final class Soon {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(5);

  private Soon() {}

  static void holds(BooleanSupplier condition) {
    holds(condition, () -> "it did not come to hold");
  }

  /// @param seen what there is instead, told when it does not come to hold
  static void holds(BooleanSupplier condition, Supplier<?> seen) {
    long until = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        assertThat(condition.getAsBoolean())
            .as("within %s; seen: %s", DEADLINE, seen.get())
            .isTrue();
        return;
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
