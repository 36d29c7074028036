package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time turned by hand, and the loop that lives in it: tasks run on the thread that turns.
public final class TurnedClock implements Ticker, InstantSource, Loop {
  private record Timed(long nanos, long order, Runnable task) {}

  private final PriorityQueue<Timed> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Timed::nanos).thenComparingLong(Timed::order));
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long now = 1_000_000_000_000L;
  private long order;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant instant() {
    return wall;
  }

  @Override
  public void execute(Runnable task) {
    after(0, task);
  }

  @Override
  public void after(long nanos, Runnable task) {
    tasks.add(new Timed(now + nanos, order++, task));
  }

  /// Runs all that is due now.
  public void settle() {
    advance(Duration.ZERO);
  }

  /// Turns both kinds of time, running each task at its moment.
  public void advance(Duration by) {
    long until = now + by.toNanos();
    while (!tasks.isEmpty() && tasks.peek().nanos() <= until) {
      var next = tasks.remove();
      turnTo(Math.max(now, next.nanos()));
      next.task().run();
    }
    turnTo(until);
  }

  /// Lets time pass while nothing runs: the process is stopped.
  public void freeze(Duration by) {
    turnTo(now + by.toNanos());
  }

  /// Steps the wall clock alone.
  public void stepWall(Duration by) {
    wall = wall.plus(by);
  }

  private void turnTo(long nanos) {
    wall = wall.plusNanos(nanos - now);
    now = nanos;
  }
}
