package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Lets dear work through a share at a time, in the order of its coming: between two shares the
/// loop sees to its clock and to all that is ready elsewhere. A handshake takes half a millisecond,
/// and hundreds of them may come at once; without this, every check that falls due meanwhile would
/// be late by all of them. Used on its loop's thread.
final class Turnstile {
  /// What is begun in one round, in nanoseconds: little beside what a neighbour may be late by, and
  /// enough that a round's own cost does not count.
  static final long SHARE = 250_000;

  private final EventLoop loop;
  private final Ticker ticker;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean turning;

  Turnstile(EventLoop loop, Ticker ticker) {
    this.loop = loop;
    this.ticker = ticker;
  }

  /// @param piece of work, a millisecond or so; run later, never before this returns
  void enter(Runnable piece) {
    waiting.add(piece);
    turn();
  }

  /// How many pieces wait.
  int waiting() {
    return waiting.size();
  }

  /// What is due is looked for once in each round of the loop, after its sockets: unlike a task
  /// that is executed, which would be run in the same round.
  private void turn() {
    if (!turning && !waiting.isEmpty()) {
      turning = true;
      var _ = loop.schedule(this::share, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void share() {
    long begun = ticker.nanos();
    try {
      do {
        waiting.remove().run();
      } while (!waiting.isEmpty() && ticker.nanos() - begun < SHARE);
    } finally {
      turning = false;
      turn();
    }
  }
}
