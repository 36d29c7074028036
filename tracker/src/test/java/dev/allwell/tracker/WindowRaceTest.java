package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Counts from many threads while buckets roll under their hands.
class WindowRaceTest {
  private static final int EACH = 20_000;

  /// Time that goes on by a nanosecond whenever it is looked at, so that threads meet at the ends
  /// of buckets all the time.
  private static final class RestlessTicker extends AtomicLong {
    private static final long serialVersionUID = 1;
    private final AtomicLong offset = new AtomicLong();

    long look() {
      return incrementAndGet() + offset.get();
    }

    void turn(long nanos) {
      offset.addAndGet(nanos);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void eachCountStaysInAWindowThatHoldsThemAll(int threads) throws Exception {
    RestlessTicker ticker = new RestlessTicker();
    // some 60 buckets roll while they count, and none leaves
    long windowNanos = 4L * threads * EACH;
    Window window = new Window(windowNanos, ticker::look);

    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < EACH; i++) {
            if (i % 2 == 0) {
              window.failure();
            } else {
              window.success();
            }
            if (i % 64 == 0) {
              window.failures();
            }
          }
        });

    long all = (long) threads * EACH;
    assertThat(window.counts()).isEqualTo(new Window.Counts(all, all / 2, all, all / 2));
    assertThat(window.failures()).isEqualTo(all / 2);

    ticker.turn(windowNanos + windowNanos / Window.BUCKETS + 1);
    assertThat(window.counts()).isEqualTo(new Window.Counts(all, all / 2, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 64})
  void noCountIsLostOrDoubledWhileBucketsLeave(int threads) throws Exception {
    RestlessTicker ticker = new RestlessTicker();
    Window window = new Window(Window.BUCKETS, ticker::look);
    LongAdder wrong = new LongAdder();

    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < EACH; i++) {
            window.failure();
            if (i % 16 == 0) {
              Window.Counts counts = window.counts();
              if (counts.failuresInWindow() < 0
                  || counts.failuresInWindow() > counts.failures()
                  || counts.failuresInWindow() > counts.requestsInWindow()
                  || counts.failures() > (long) threads * EACH) {
                wrong.increment();
              }
            }
          }
        });

    assertThat(wrong.sum()).isZero();
    long all = (long) threads * EACH;
    Window.Counts counts = window.counts();
    assertThat(counts.requests()).isEqualTo(all);
    assertThat(counts.failures()).isEqualTo(all);
    ticker.turn(2 * Window.BUCKETS);
    assertThat(window.failures()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64})
  void whatCameAfterAResetIsCountedInFull(int threads) throws Exception {
    RestlessTicker ticker = new RestlessTicker();
    Window window = new Window(100L * threads * EACH, ticker::look);
    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < EACH; i++) {
            window.failure();
            if (number == 0 && i % 100 == 0) {
              window.forget();
            }
          }
        });
    window.forget();

    Crowd.run(
        threads,
        number -> {
          for (int i = 0; i < 100; i++) {
            window.failure();
          }
        });

    assertThat(window.failures()).isEqualTo(100L * threads);
  }
}
