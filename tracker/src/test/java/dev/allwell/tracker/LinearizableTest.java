package dev.allwell.tracker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Window and verdict in the interleavings that Lincheck finds, beside what they must look like
/// from outside: one step after the other. Only failures are read here, as a snapshot of two totals
/// is not one moment's.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LinearizableTest {
  private static final int THRESHOLD = 2;

  /// As many as are never all taken back.
  private static final int BEFORE = 20;

  /// Failures and time, nothing at once.
  public static class OneByOne {
    private final List<Long> failures = new ArrayList<>(Collections.nCopies(BEFORE, 0L));
    private final List<Long> takenBack = new ArrayList<>();
    private long nanos;

    public void fail() {
      failures.add(nanos);
    }

    public void takeBack() {
      takenBack.add(nanos);
    }

    public int failures() {
      return (int) Math.max(0, inWindow(failures) - inWindow(takenBack));
    }

    private long inWindow(List<Long> times) {
      return times.stream().filter(at -> nanos - at <= Window.BUCKETS).count();
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

    public Rolling() {
      for (int i = 0; i < BEFORE; i++) {
        window.failure();
      }
    }

    @Operation
    public void fail() {
      window.failure();
    }

    @Operation
    public void takeBack() {
      window.takeFailureBack();
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

  /// The window in a time that stands still, with failures taken back and forgotten. What is read
  /// while that is under way may be short of one; afterwards each failure counts again.
  public static class Forgetting {
    private final Window window = new Window(1_000_000, new TurnedTicker(0));

    public Forgetting() {
      for (int i = 0; i < BEFORE; i++) {
        window.failure();
      }
    }

    @Validate
    public void theNextFailureCounts() {
      long before = window.failures();
      window.failure();
      if (window.failures() != before + 1) {
        throw new IllegalStateException(window.failures() + " after " + before);
      }
    }

    @Operation
    public void takeBack() {
      window.takeFailureBack();
    }

    @Operation
    public void forget() {
      window.forget();
    }
  }

  /// A sticky verdict in a time that stands still, nothing at once.
  public static class Judge {
    private int failures;
    private boolean healthy = true;

    public void fail() {
      failures++;
    }

    public boolean healthy() {
      healthy = healthy && failures < THRESHOLD;
      return healthy;
    }

    public void sayUnhealthy() {
      healthy = false;
    }
  }

  /// The verdict; it may change once only, whoever finds out first.
  public static class Flipping {
    private final Window window = new Window(1_000_000, new TurnedTicker(0));
    private final AtomicInteger changes = new AtomicInteger();
    private final Verdict verdict = new Verdict(window, THRESHOLD, true, changes::incrementAndGet);

    @Validate
    public void itHasChangedOnceIfItIsUnhealthy() {
      boolean healthy = verdict.healthy();
      if (changes.get() != (healthy ? 0 : 1)) {
        throw new IllegalStateException(changes + " changes");
      }
    }

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
  void theWindowIsInEachInterleaving() {
    new ModelCheckingOptions()
        .sequentialSpecification(OneByOne.class)
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(3)
        .actorsAfter(1)
        .iterations(10)
        .invocationsPerIteration(100)
        .check(Rolling.class);
  }

  @Test
  void noFailureIsLostToOneThatWasTakenBackWhileAllWereForgotten() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .iterations(4)
        .invocationsPerIteration(400)
        .check(Forgetting.class);
  }

  @Test
  void theVerdictIsInEachInterleaving() {
    new ModelCheckingOptions()
        .sequentialSpecification(Judge.class)
        .threads(3)
        .actorsBefore(0)
        .actorsPerThread(2)
        .actorsAfter(0)
        .iterations(8)
        .invocationsPerIteration(100)
        .check(Flipping.class);
  }
}
