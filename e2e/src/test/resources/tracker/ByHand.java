import dev.allwell.tracker.HealthAnswer;
import dev.allwell.tracker.StatusCodeTracker;

/// Runs the block and sees that two requests were counted.
public class ByHand {
  public static void main(String[] words) {
    // the block
    assert answer.status() == 200 && answer.message().equals("OK") : answer;
    assert tracker.snapshot().requests() == 2 && tracker.snapshot().errors() == 1;
    for (int i = 0; i < 9; i++) {
      tracker.trackError();
    }
    assert tracker.health().status() == 503 : tracker.health();
  }
}
