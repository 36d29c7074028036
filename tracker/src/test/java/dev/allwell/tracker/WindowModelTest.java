package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Window and verdict beside a naive model that keeps each failure's time, over random histories.
class WindowModelTest {
  private static final int HISTORIES = 100_000;
  private static final long HOUR = 3_600_000_000_000L;

  /// What the contract says, as simply as it can be said.
  private static final class Model {
    final long bucketNanos;
    final long windowNanos;
    final int threshold;
    final boolean keepUnhealthy;
    final List<Long> failures = new ArrayList<>();
    long sinceBegin;
    long requests;
    long failuresEver;
    boolean healthy = true;
    boolean byHand;
    int changes;

    Model(long windowNanos, int threshold, boolean keepUnhealthy) {
      this.windowNanos = windowNanos;
      this.bucketNanos = (windowNanos + Window.BUCKETS - 1) / Window.BUCKETS;
      this.threshold = threshold;
      this.keepUnhealthy = keepUnhealthy;
    }

    void fail() {
      requests++;
      failuresEver++;
      failures.add(sinceBegin);
    }

    long counted() {
      long bucket = sinceBegin / bucketNanos;
      return failures.stream().filter(at -> bucket - at / bucketNanos <= Window.BUCKETS).count();
    }

    long youngerThan(long nanos) {
      return failures.stream().filter(at -> sinceBegin - at < nanos).count();
    }

    boolean decide() {
      boolean tripped = counted() >= threshold;
      if (healthy && tripped) {
        become(false);
      } else if (!healthy && !byHand && !keepUnhealthy && !tripped) {
        become(true);
      }
      return healthy;
    }

    void say(boolean good) {
      byHand = !good;
      if (good) {
        failures.clear();
      }
      become(good);
    }

    private void become(boolean good) {
      if (healthy != good) {
        healthy = good;
        changes++;
      }
    }
  }

  @Test
  void theWindowAndTheVerdictAgreeWithTheModelOver100000Histories() {
    long first = new Random().nextLong();
    for (int history = 0; history < HISTORIES; history++) {
      live(first + history);
    }
  }

  private static void live(long seed) {
    Random random = new Random(seed);
    long windowNanos = 100 + (long) (Math.pow(random.nextDouble(), 4) * HOUR);
    int threshold = 1 + random.nextInt(12);
    boolean keep = random.nextInt(3) == 0;
    Model model = new Model(windowNanos, threshold, keep);
    TurnedTicker ticker = new TurnedTicker(random.nextLong());
    AtomicInteger changes = new AtomicInteger();
    Window window = new Window(windowNanos, ticker);
    Verdict verdict = new Verdict(window, threshold, keep, changes::incrementAndGet);
    int steps = 1 + random.nextInt(40);
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> {
          // up to just below, at or just above the threshold
          for (int i = random.nextInt(threshold + 2); i > 0; i--) {
            window.failure();
            model.fail();
          }
        }
        case 2 -> {
          window.success();
          model.requests++;
        }
        case 3, 4, 5 -> {
          long by = step(random, model);
          ticker.turn(by);
          model.sinceBegin += by;
        }
        case 6 ->
            assertThat(verdict.healthy())
                .as("seed %d, step %d", seed, step)
                .isEqualTo(model.decide());
        default -> {
          if (random.nextInt(4) == 0) {
            boolean good = random.nextBoolean();
            verdict.say(good);
            model.say(good);
          }
        }
      }
      if (random.nextInt(3) == 0) {
        compare(seed, step, window, model);
      }
    }
    compare(seed, steps, window, model);
    assertThat(verdict.healthy()).as("seed %d, at the end", seed).isEqualTo(model.decide());
    assertThat(changes).as("changes, seed %d", seed).hasValue(model.changes);
  }

  private static long step(Random random, Model model) {
    return switch (random.nextInt(7)) {
      case 0 -> 1;
      case 1 -> random.nextLong(model.bucketNanos + 1);
      case 2 -> model.bucketNanos;
      case 3 -> random.nextLong(model.windowNanos);
      case 4 -> model.windowNanos;
      case 5 -> model.windowNanos + model.bucketNanos - random.nextInt(2);
      default -> random.nextLong(48 * HOUR);
    };
  }

  private static void compare(long seed, int step, Window window, Model model) {
    long counted = window.failures();
    Window.Counts counts = window.counts();
    if (counted != model.counted()
        || counts.failuresInWindow() != counted
        || counts.requests() != model.requests
        || counts.failures() != model.failuresEver
        || counted < model.youngerThan(model.windowNanos)
        || counted > model.youngerThan(model.windowNanos + model.bucketNanos + 100)) {
      throw new AssertionError(
          "seed %d, step %d: %d and %s, expected %d, of %d requests and %d failures"
              .formatted(
                  seed,
                  step,
                  counted,
                  counts,
                  model.counted(),
                  model.requests,
                  model.failuresEver));
    }
  }
}
