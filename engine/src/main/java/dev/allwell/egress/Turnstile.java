package dev.allwell.egress;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Lets dear work through a piece at a time, in the order of its coming: between two pieces the
/// loop sees to its clock and to all that is ready elsewhere. A handshake takes half a millisecond,
/// and hundreds of them may come at once; without this, every check that falls due meanwhile would
/// be late by all of them. Used on its loop's thread.
final class Turnstile {
  private final EventLoop loop;
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  Turnstile(EventLoop loop) {
    this.loop = loop;
  }

  /// @param piece of work, a millisecond or so; run later, never before this returns
  void enter(Runnable piece) {
    waiting.add(piece);
    if (waiting.size() == 1) {
      turn();
    }
  }

  /// How many pieces wait.
  int waiting() {
    return waiting.size();
  }

  /// What is due is looked for once in each round of the loop, after its sockets: unlike a task
  /// that is executed, which would be run in the same round.
  private void turn() {
    var _ = loop.schedule(this::next, 0, TimeUnit.NANOSECONDS);
  }

  private void next() {
    Runnable piece = waiting.element(); // it stays at the head, so that no second turn is asked for
    try {
      piece.run();
    } finally {
      waiting.remove();
      if (!waiting.isEmpty()) {
        turn();
      }
    }
  }
}
