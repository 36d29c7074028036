package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final int REQUESTS = 1_000_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private long allocatedBy(Runnable work) {
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static void record(StatusCodeTracker tracker) {
    for (int i = 0; i < REQUESTS; i++) {
      tracker.record((i & 7) == 0 ? 500 : 200);
    }
  }

  @Test
  void aRequestAllocatesNothingHoweverManyFail() {
    TurnedTicker ticker = new TurnedTicker(0);
    try (StatusCodeTracker tracker = StatusCodeTracker.builder().ticker(ticker).build()) {
      record(tracker);

      // less than one byte in a thousand requests: what measuring itself takes
      assertThat(allocatedBy(() -> record(tracker))).isLessThan(REQUESTS / 1000);
    }
  }

  @Test
  void aBucketAllocatesOneSmallMark() {
    TurnedTicker ticker = new TurnedTicker(0);
    try (StatusCodeTracker tracker = StatusCodeTracker.builder().ticker(ticker).build()) {
      record(tracker);
      long bucket = Duration.ofSeconds(60).toNanos() / Window.BUCKETS;

      long allocated =
          allocatedBy(() -> {
            for (int i = 0; i < 10_000; i++) {
              tracker.record(500);
              ticker.turn(bucket);
            }
          });

      assertThat(allocated / 10_000).isLessThan(200);
    }
  }
}
