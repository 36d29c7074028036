package dev.allwell.bench.tracker;

import static dev.allwell.bench.Figures.decimal;
import static dev.allwell.bench.Figures.whole;

import dev.allwell.bench.Figures;
import dev.allwell.bench.Unfit;
import dev.allwell.tracker.StatusCodeTracker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

/// Is each error counted, and once, when many threads record as fast as they can?
final class Exactness {
  private static final int THREADS = 64;

  /// How often the window is read meanwhile, as by an impatient health check.
  private static final Duration READ_EACH = Duration.ofMillis(10);

  private Exactness() {}

  /// What the threads say that they recorded, and what the tracker says.
  private record Count(
      int threads,
      double seconds,
      long recorded,
      long requests,
      long errors,
      long requestsInWindow,
      long errorsInWindow) {
    boolean exact() {
      return LongStream.of(requests, errors, requestsInWindow, errorsInWindow)
          .allMatch(counted -> counted == recorded);
    }
  }

  /// Lets them record for so long, and tells.
  ///
  /// @throws Unfit when the counts differ
  static void measure(int seconds, Figures figures) throws InterruptedException {
    var count = count(seconds);
    figures.put("exactness", count);
    figures.table(
        THREADS + " threads record errors for " + decimal(count.seconds, 1) + " s",
        List.of("what", "errors"),
        List.of(
            List.of("a second", whole(Math.round(count.recorded / count.seconds))),
            List.of("recorded by the threads", whole(count.recorded)),
            List.of("counted by the tracker", whole(count.errors)),
            List.of("counted in the window", whole(count.errorsInWindow))));
    if (!count.exact()) {
      throw Unfit.measured("the tracker counted otherwise than was recorded: " + count);
    }
  }

  /// Its window holds all that is recorded, and some twenty of its buckets begin meanwhile.
  private static Count count(int seconds) throws InterruptedException {
    var window = Duration.ofSeconds(seconds).multipliedBy(5);
    var recorded = new long[THREADS];
    var start = new CountDownLatch(1);
    var stop = new AtomicBoolean();
    try (var tracker = StatusCodeTracker.builder().window(window).build()) {
      var threads = new Thread[THREADS];
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        threads[i] =
            Thread.ofPlatform()
                .daemon()
                .start(() -> recorded[number] = record(tracker, start, stop));
      }
      long startedNanos = System.nanoTime();
      start.countDown();
      while (System.nanoTime() - startedNanos < Duration.ofSeconds(seconds).toNanos()) {
        Thread.sleep(READ_EACH);
        tracker.snapshot();
      }
      stop.set(true);
      for (var thread : threads) {
        thread.join();
      }
      double took = (System.nanoTime() - startedNanos) / 1e9;
      var counted = tracker.snapshot();
      if (System.nanoTime() - startedNanos >= window.toNanos()) {
        throw Unfit.measured("the machine was so busy that the window has passed");
      }
      return new Count(
          THREADS,
          took,
          LongStream.of(recorded).sum(),
          counted.requests(),
          counted.errors(),
          counted.requestsInWindow(),
          counted.errorsInWindow());
    }
  }

  private static long record(StatusCodeTracker tracker, CountDownLatch start, AtomicBoolean stop) {
    try {
      start.await();
    } catch (InterruptedException e) {
      return 0;
    }
    long recorded = 0;
    while (!stop.get()) {
      tracker.record(500);
      recorded++;
    }
    return recorded;
  }
}
