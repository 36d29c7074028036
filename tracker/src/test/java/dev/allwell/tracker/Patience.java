package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting for what another thread does, far longer than a busy machine takes.
final class Patience {
  static final long SECONDS = 60;
  private static final long PAUSE_NANOS = 200_000;

  private Patience() {}

  static void until(String what, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(SECONDS)) {
        fail("waited in vain: " + what);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  static void until(String what, CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).as(what).isTrue();
  }

  /// Waits as what heeds no interrupt does.
  static void uninterrupted(CountDownLatch latch) {
    boolean waiting = true;
    while (waiting) {
      try {
        latch.await();
        waiting = false;
      } catch (InterruptedException e) {
        // goes on waiting
      }
    }
  }

  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T head = queue.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(head).as("within a minute").isNotNull();
    return Objects.requireNonNull(head);
  }
}
