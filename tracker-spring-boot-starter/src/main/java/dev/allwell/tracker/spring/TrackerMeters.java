package dev.allwell.tracker.spring;

import dev.allwell.tracker.Snapshot;
import dev.allwell.tracker.StatusCodeTracker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// What the tracker counts, as meters: `allwell.tracker.requests` and `allwell.tracker.errors`
/// since the start, `allwell.tracker.errors.window` now, and `allwell.tracker.healthy` as 1 or 0.
/// They are read when the registry is read; a request pays nothing for them.
final class TrackerMeters implements MeterBinder {
  private final StatusCodeTracker tracker;

  TrackerMeters(StatusCodeTracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    FunctionCounter.builder("allwell.tracker.requests", tracker, growing(Snapshot::requests))
        .description("Requests that were counted since the application started")
        .baseUnit("requests")
        .register(registry);
    FunctionCounter.builder("allwell.tracker.errors", tracker, growing(Snapshot::errors))
        .description("Requests that ended with a status from 500 up since the application started")
        .baseUnit("requests")
        .register(registry);
    Gauge.builder("allwell.tracker.errors.window", tracker, t -> t.snapshot().errorsInWindow())
        .description("Such requests within the window")
        .baseUnit("requests")
        .register(registry);
    Gauge.builder("allwell.tracker.healthy", tracker, t -> t.isHealthy() ? 1 : 0)
        .description("1 while the application calls itself healthy, else 0")
        .register(registry);
  }

  /// A count that stands still where the tracker's goes back by an error that turned out to be none
  /// (see [StatusCodeTracker#amend]): of a counter that goes back, readers believe that it began
  /// anew.
  private static ToDoubleFunction<StatusCodeTracker> growing(ToLongFunction<Snapshot> count) {
    var most = new AtomicLong();
    return tracker -> most.accumulateAndGet(count.applyAsLong(tracker.snapshot()), Math::max);
  }
}
