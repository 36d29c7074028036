package dev.allwell.server.etcd;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Problem;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Tells each problem in the log once, for as long as it lasts. It must have lasted a second: who
/// puts one key after another is not told what is missing in between. One thread.
final class ProblemLog {
  private static final Duration LASTING = Duration.ofSeconds(1);
  private static final int MOST_AT_ONCE = 100;

  private final Ticker ticker;
  private final Consumer<String> warn;

  /// Since when each is there, and whether it was told.
  private Map<Problem, Standing> known = Map.of();

  private List<Problem> last = List.of();
  private boolean waiting;

  /// @param warn writes a line into the log
  ProblemLog(Ticker ticker, Consumer<String> warn) {
    this.ticker = ticker;
    this.warn = warn;
  }

  private record Standing(long sinceNanos, boolean told) {}

  /// @param problems all that there are now
  void tell(List<Problem> problems) {
    if (!waiting && problems.equals(last)) {
      return;
    }
    last = problems;
    waiting = false;
    long now = ticker.nanos();
    int count = 0;
    var next = new HashMap<Problem, Standing>();
    for (var problem : problems) {
      var standing = known.getOrDefault(problem, new Standing(now, false));
      if (!standing.told && now - standing.sinceNanos >= LASTING.toNanos()) {
        if (count < MOST_AT_ONCE) {
          warn.accept("etcd: " + problem);
        }
        count++;
        standing = new Standing(standing.sinceNanos, true);
      }
      waiting |= !standing.told;
      next.put(problem, standing);
    }
    if (count > MOST_AT_ONCE) {
      warn.accept("etcd: and " + (count - MOST_AT_ONCE) + " more problems with keys");
    }
    known = next;
  }
}
