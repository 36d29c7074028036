package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Somebody who must be well whatever the targets do, asked when they seem not to be: is it us? One
/// question at a time, and its answer is believed for a second. While there is silence the question
/// goes on by itself, so that its end is noticed. One lane's thread.
final class Witness {
  static final long BELIEVED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// An answer counts for an attempt that began at most this long after the question: so an attempt
  /// that failed at once needs no question of its own.
  private static final long SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Question question;
  private final Loop loop;
  private final Ticker ticker;
  private final Consumer<Boolean> silenceTold;
  private final List<Waiting> waiting = new ArrayList<>();
  private boolean asking;
  private long askedNanos;
  private boolean answered;
  private boolean silent;
  private boolean wasSilent;
  private long silentUntilNanos;
  private boolean closed;

  /// @param silenceTold true when silence begins, false when it ends
  Witness(Question question, Loop loop, Ticker ticker, Consumer<Boolean> silenceTold) {
    this.question = question;
    this.loop = loop;
    this.ticker = ticker;
    this.silenceTold = silenceTold;
  }

  /// How a witness is asked. On the lane's thread.
  @FunctionalInterface
  interface Question {
    /// Calls `told` exactly once on the lane's thread, perhaps before this returns: whether there
    /// was any answer.
    void ask(Consumer<Boolean> told);
  }

  /// Whether there was silence at some moment since then; perhaps told before this returns.
  void silentSince(long startNanos, Consumer<Boolean> told) {
    if (silent || (wasSilent && silentUntilNanos - startNanos > 0)) {
      told.accept(true);
    } else if (answered && !asking && startNanos - askedNanos <= SLACK_NANOS && believed()) {
      told.accept(false);
    } else if (!closed) {
      waiting.add(new Waiting(startNanos, told));
      ask();
    }
  }

  private boolean believed() {
    return ticker.nanos() - askedNanos < BELIEVED_NANOS;
  }

  private void ask() {
    if (!asking && !closed) {
      asking = true;
      askedNanos = ticker.nanos();
      question.ask(this::heard);
    }
  }

  private void heard(boolean any) {
    if (closed) {
      return;
    }
    asking = false;
    answered = any;
    if (silent == any) {
      turn(!any);
    }
    if (silent) {
      loop.after(BELIEVED_NANOS, this::ask);
    }
    var settled = List.copyOf(waiting);
    waiting.clear();
    settled.forEach(each -> silentSince(each.startNanos, each.told));
  }

  private void turn(boolean toSilence) {
    silent = toSilence;
    wasSilent = true;
    silentUntilNanos = ticker.nanos();
    silenceTold.accept(toSilence);
  }

  /// Asks no more; whoever waits hears nothing.
  void close() {
    closed = true;
    waiting.clear();
    if (silent) {
      turn(false);
    }
  }

  private record Waiting(long startNanos, Consumer<Boolean> told) {}
}
