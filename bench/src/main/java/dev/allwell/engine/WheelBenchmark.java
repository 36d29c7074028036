package dev.allwell.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The timing wheel of a lane, all timers at an interval of 30 s.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WheelBenchmark {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(30);
  private static final int TICKS = 3000;

  @Param({"10000", "1000000"})
  private int timers;

  private Wheel wheel = new Wheel(0);
  private long now;

  /// Spreads the timers over the interval.
  @Setup
  public void arm() {
    wheel = new Wheel(0);
    wheel.grow(timers);
    now = 0;
    for (int slot = 0; slot < timers; slot++) {
      wheel.arm(slot, INTERVAL / timers * slot);
    }
  }

  /// A tick of 10 ms: what is due fires and is armed for its next beat.
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public int tick() {
    for (int tick = 0; tick < TICKS; tick++) {
      now += Wheel.TICK_NANOS;
      wheel.advance(now, slot -> wheel.arm(slot, wheel.dueNanos(slot) + INTERVAL));
    }
    return wheel.armed();
  }
}
