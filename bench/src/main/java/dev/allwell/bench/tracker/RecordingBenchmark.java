package dev.allwell.bench.tracker;

import dev.allwell.tracker.StatusCodeTracker;
import dev.failsafe.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.metrics.LockFreeSlidingTimeWindowMetrics;
import io.github.resilience4j.core.metrics.Metrics;
import io.github.resilience4j.core.metrics.SlidingTimeWindowMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// One finished request, recorded in a window of 60 s that all threads share.
///
/// A breaker is told the outcome alone: nobody asks it for permission, nobody takes the time, its
/// exception is made beforehand, and thresholds are out of reach, so that it stays closed and never
/// computes a rate. All that makes it cheaper than it is in use.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RecordingBenchmark {
  private static final int WINDOW_SECONDS = 60;
  private static final long TOOK_NANOS = 1_000_000;

  /// Allwell's tracker.
  @State(Scope.Benchmark)
  public static class Tracker {
    private final StatusCodeTracker tracker =
        StatusCodeTracker.builder()
            .window(Duration.ofSeconds(WINDOW_SECONDS))
            .errorThreshold(Integer.MAX_VALUE)
            .build();

    /// Ends its threads.
    @TearDown
    public void close() {
      stillClosed(tracker.isHealthy());
      tracker.close();
    }
  }

  /// resilience4j's breaker over time, as its builder makes it: under a lock.
  @State(Scope.Benchmark)
  public static class Resilience4j extends Resilience4jBreaker {
    /// With its default strategy.
    public Resilience4j() {
      super(CircuitBreakerConfig.DEFAULT_SLIDING_WINDOW_SYNCHRONIZATION_STRATEGY);
    }
  }

  /// The same without locks, which one has to ask for.
  @State(Scope.Benchmark)
  public static class Resilience4jLockFree extends Resilience4jBreaker {
    /// With the other strategy.
    public Resilience4jLockFree() {
      super(SlidingWindowSynchronizationStrategy.LOCK_FREE);
    }
  }

  /// What the two have in common.
  @State(Scope.Benchmark)
  public abstract static class Resilience4jBreaker {
    private final Exception failure = new IllegalStateException("500");
    private final io.github.resilience4j.circuitbreaker.CircuitBreaker breaker;

    Resilience4jBreaker(SlidingWindowSynchronizationStrategy strategy) {
      var settings =
          CircuitBreakerConfig.custom()
              .slidingWindow(
                  WINDOW_SECONDS, Integer.MAX_VALUE, SlidingWindowType.TIME_BASED, strategy)
              .build();
      breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.of("bench", settings);
    }

    void record(boolean fails) {
      if (fails) {
        breaker.onError(TOOK_NANOS, TimeUnit.NANOSECONDS, failure);
      } else {
        breaker.onSuccess(TOOK_NANOS, TimeUnit.NANOSECONDS);
      }
    }

    /// Refuses to have measured an open breaker.
    @TearDown
    public void check() {
      stillClosed(
          breaker.getState() == io.github.resilience4j.circuitbreaker.CircuitBreaker.State.CLOSED);
    }
  }

  /// resilience4j's window alone, without the breaker around it.
  @State(Scope.Benchmark)
  public static class Resilience4jWindow {
    private final Metrics window = new SlidingTimeWindowMetrics(WINDOW_SECONDS, Clock.systemUTC());
  }

  /// The same without locks.
  @State(Scope.Benchmark)
  public static class Resilience4jLockFreeWindow {
    private final Metrics window = new LockFreeSlidingTimeWindowMetrics(WINDOW_SECONDS);
  }

  /// Failsafe's breaker over time.
  @State(Scope.Benchmark)
  public static class Failsafe {
    private final CircuitBreaker<Object> breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(Integer.MAX_VALUE, Duration.ofSeconds(WINDOW_SECONDS))
            .build();

    /// Refuses to have measured an open breaker.
    @TearDown
    public void check() {
      stillClosed(breaker.isClosed());
    }
  }

  /// By status, as the filter does it.
  @Benchmark
  public void allwell(Tracker allwell, Traffic traffic) {
    allwell.tracker.record(traffic.nextStatus());
  }

  /// Through the breaker.
  @Benchmark
  public void resilience4j(Resilience4j resilience4j, Traffic traffic) {
    resilience4j.record(traffic.nextFails());
  }

  /// Through the breaker.
  @Benchmark
  public void resilience4jLockFree(Resilience4jLockFree resilience4j, Traffic traffic) {
    resilience4j.record(traffic.nextFails());
  }

  /// Its answer is looked at, as the breaker does.
  @Benchmark
  public int resilience4jWindow(Resilience4jWindow resilience4j, Traffic traffic) {
    return record(resilience4j.window, traffic);
  }

  /// Its answer is looked at, as the breaker does.
  @Benchmark
  public int resilience4jLockFreeWindow(Resilience4jLockFreeWindow resilience4j, Traffic traffic) {
    return record(resilience4j.window, traffic);
  }

  /// Through the breaker.
  @Benchmark
  public void failsafe(Failsafe failsafe, Traffic traffic) {
    if (traffic.nextFails()) {
      failsafe.breaker.recordFailure();
    } else {
      failsafe.breaker.recordSuccess();
    }
  }

  /// What all of them pay: asking for an outcome.
  @Benchmark
  public int nothing(Traffic traffic) {
    return traffic.nextStatus();
  }

  private static int record(Metrics window, Traffic traffic) {
    var outcome = traffic.nextFails() ? Metrics.Outcome.ERROR : Metrics.Outcome.SUCCESS;
    return window.record(TOOK_NANOS, TimeUnit.NANOSECONDS, outcome).getTotalNumberOfCalls();
  }

  private static void stillClosed(boolean closed) {
    if (!closed) {
      throw new IllegalStateException("it opened, so something else was measured");
    }
  }
}
