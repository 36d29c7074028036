package dev.allwell.clock;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// One thread's sense of its own life. Beaten often, it notices that the thread stood still (the
/// process was stopped, the machine suspended or starved, the collector at work) and that the wall
/// clock was stepped. One thread.
///
/// Slewing (at most some 500 ppm) is no step. A machine that sleeps stops monotonic time as well:
/// it shows as a step forward.
public final class Pulse {
  /// How long standing still is a pause, and how far a jump of the wall clock is a step.
  public static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Ticker ticker;
  private final InstantSource wall;
  private final long thresholdNanos;
  private final Listener listener;
  private long lastNanos;
  private long lastWallMillis;
  private boolean paused;
  private long resumedNanos;
  private long pauseNanos;
  private long stoodStillNanos;
  private boolean stepped;
  private long steppedNanos;

  /// @param thresholdNanos mostly [#PAUSE_NANOS]
  public Pulse(Ticker ticker, InstantSource wall, long thresholdNanos, Listener listener) {
    this.ticker = ticker;
    this.wall = wall;
    this.thresholdNanos = thresholdNanos;
    this.listener = listener;
    wake();
  }

  /// Told what was noticed, on the thread that stood still.
  public interface Listener {
    /// It stood still from then to now, in monotonic time.
    void paused(long fromNanos, long toNanos);

    /// The wall clock was stepped.
    ///
    /// @param byMillis positive for forward
    void stepped(long atNanos, long byMillis);
  }

  /// Begins to live after idleness, in which standing still hurt nobody.
  public void wake() {
    lastNanos = ticker.nanos();
    lastWallMillis = wall.millis();
  }

  /// The thread is alive.
  ///
  /// @return monotonic time now
  public long beat() {
    long before = lastNanos;
    long wallBefore = lastWallMillis;
    wake();
    long gap = lastNanos - before;
    if (gap >= thresholdNanos) {
      paused = true;
      resumedNanos = lastNanos;
      pauseNanos = gap;
      stoodStillNanos += gap;
      listener.paused(before, lastNanos);
    }
    long step = lastWallMillis - wallBefore - TimeUnit.NANOSECONDS.toMillis(gap);
    if (Math.abs(step) >= TimeUnit.NANOSECONDS.toMillis(thresholdNanos)) {
      stepped = true;
      steppedNanos = lastNanos;
      listener.stepped(lastNanos, step);
    }
    return lastNanos;
  }

  /// Whether what began then straddles a pause, as far as beats have shown.
  public boolean pausedSince(long startNanos) {
    return paused && resumedNanos - startNanos > 0;
  }

  /// Whether what began then straddles a step of the wall clock, as far as beats have shown.
  public boolean steppedSince(long startNanos) {
    return stepped && steppedNanos - startNanos > 0;
  }

  /// How long the last pause was; 0 before the first.
  public long pauseNanos() {
    return pauseNanos;
  }

  /// How long all pauses were together.
  public long stoodStillNanos() {
    return stoodStillNanos;
  }
}
