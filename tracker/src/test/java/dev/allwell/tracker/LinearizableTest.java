package dev.allwell.tracker;

import java.util.ArrayList;
import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/// Window and verdict under all the interleavings that Lincheck finds, beside what they must look
/// like from outside: one step after the other.
class LinearizableTest {
  private static final int THRESHOLD = 2;

  /// Failures and time, nothing at once.
  public static class OneByOne {
    private final List<Long> failures = new ArrayList<>();
    private long nanos;

    public void fail() {
      failures.add(nanos);
    }

    public int failures() {
      return (int) failures.stream().filter(at -> nanos - at <= Window.BUCKETS).count();
    }

    public void turnABucket() {
      nanos++;
    }

    public void turnAWindow() {
      nanos += Window.BUCKETS + 1;
    }
  }

  /// The window, its buckets a nanosecond wide.
  public static class Rolling {
    private final TurnedTicker ticker = new TurnedTicker(0);
    private final Window window = new Window(Window.BUCKETS, ticker);

    @Operation
    public void fail() {
      window.failure();
    }

    @Operation
    public int failures() {
      return (int) window.failures();
    }

    @Operation
    public void turnABucket() {
      ticker.turn(1);
    }

    @Operation
    public void turnAWindow() {
      ticker.turn(Window.BUCKETS + 1);
    }
  }

  /// A sticky verdict in a time that stands still, nothing at once.
  public static class Judge {
    private int failures;
    private boolean healthy = true;
    private boolean byHand;
    private int changes;

    public void fail() {
      failures++;
    }

    public boolean healthy() {
      if (healthy && failures >= THRESHOLD) {
        become(false);
      }
      return healthy;
    }

    public void sayUnhealthy() {
      byHand = true;
      become(false);
    }

    public void sayHealthy() {
      byHand = false;
      failures = 0;
      become(true);
    }

    public int changes() {
      return changes;
    }

    private void become(boolean good) {
      if (healthy != good) {
        healthy = good;
        changes++;
      }
    }
  }

  /// The verdict, which counts what it would tell.
  public static class Flipping {
    private final Window window = new Window(1_000_000, new TurnedTicker(0));
    private final java.util.concurrent.atomic.AtomicInteger changes =
        new java.util.concurrent.atomic.AtomicInteger();
    private final Verdict verdict =
        new Verdict(window, THRESHOLD, true, changes::incrementAndGet);

    @Operation
    public boolean healthy() {
      return verdict.healthy();
    }

    @Operation
    public void fail() {
      window.failure();
    }

    @Operation
    public void sayUnhealthy() {
      verdict.say(false);
    }
  }

  @Test
  void theWindowIsUnderStress() {
    new StressOptions()
        .sequentialSpecification(OneByOne.class)
        .threads(3)
        .actorsPerThread(3)
        .iterations(40)
        .invocationsPerIteration(2_000)
        .check(Rolling.class);
  }

  @Test
  void theWindowIsInEachInterleaving() {
    new ModelCheckingOptions()
        .sequentialSpecification(OneByOne.class)
        .threads(2)
        .actorsPerThread(3)
        .iterations(40)
        .invocationsPerIteration(1_000)
        .check(Rolling.class);
  }

  @Test
  void theVerdictIsInEachInterleaving() {
    new ModelCheckingOptions()
        .sequentialSpecification(Judge.class)
        .threads(3)
        .actorsPerThread(2)
        .iterations(40)
        .invocationsPerIteration(1_000)
        .check(Flipping.class);
  }
}
