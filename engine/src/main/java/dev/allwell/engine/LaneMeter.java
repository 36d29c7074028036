package dev.allwell.engine;

import java.util.concurrent.atomic.AtomicLong;

/// What a lane tells of its own work. Its lane writes, any thread reads.
public final class LaneMeter {
  private final Histogram lateness = new Histogram();
  private final Histogram duration = new Histogram();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong retries = new AtomicLong();
  private final AtomicLong sinkFailures = new AtomicLong();
  private volatile Gauges gauges = new Gauges(0, 0, 0, 0);

  /// From due time to the first attempt's start.
  public Histogram lateness() {
    return lateness;
  }

  /// From the first attempt's start to the outcome, backoff included.
  public Histogram duration() {
    return duration;
  }

  /// Beats that were left out because the one before was late or still running.
  public long skipped() {
    return skipped.get();
  }

  /// Attempts after the first.
  public long retries() {
    return retries.get();
  }

  /// Times that a sink threw.
  public long sinkFailures() {
    return sinkFailures.get();
  }

  public Gauges gauges() {
    return gauges;
  }

  void skip(long beats) {
    skipped.lazySet(skipped.getPlain() + beats);
  }

  void retry() {
    retries.lazySet(retries.getPlain() + 1);
  }

  void sinkFailed() {
    sinkFailures.lazySet(sinkFailures.getPlain() + 1);
  }

  void gauges(Gauges now) {
    gauges = now;
  }

  /// A lane at its last tick, at most some 10 ms ago.
  ///
  /// @param services that the lane owns
  /// @param inFlight attempts running; `suspects` of them against targets that timed out last time
  /// @param waiting checks that are due and wait for a place in flight
  public record Gauges(int services, int inFlight, int suspects, int waiting) {}
}
