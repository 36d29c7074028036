import dev.allwell.tracker.StatusCodeTracker;

/// Runs the block as far as its tracker, sees each of its lines at work, and then runs the whole.
public class Sticky {
  public static void main(String[] words) {
    sees();
    // the block
    assert !tracker.isHealthy();
  }

  private static void sees() {
    long[] nanos = {0};
    StatusCodeTracker tracker =
        StatusCodeTracker.builder().keepUnhealthy(true).ticker(() -> nanos[0]).build();
    for (int i = 0; i < 10; i++) {
      tracker.trackError();
    }
    assert !tracker.isHealthy();
    nanos[0] += 3_600_000_000_000L;
    assert !tracker.errorThresholdReached() && !tracker.isHealthy();
    tracker.updateHealthy(true);
    assert tracker.isHealthy() && tracker.snapshot().errorsInWindow() == 0;
    tracker.updateHealthy(false);
    assert !tracker.isHealthy();
    tracker.close();
  }
}
