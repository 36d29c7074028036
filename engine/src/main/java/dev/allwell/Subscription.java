package dev.allwell;

import dev.allwell.engine.Sink;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listener's place at the end of the flow: a queue of 1,024 results and a virtual thread that
/// hands them over, so that a slow listener delays nobody. When the queue is full the newest result
/// is dropped and counted.
public final class Subscription implements AutoCloseable {
  private static final int MOST_WAITING = 1024;
  private static final Logger log = LoggerFactory.getLogger(Subscription.class);

  private final BlockingQueue<Sink.Judged> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Consumer<? super CheckResult> listener;
  private final Consumer<Subscription> whenClosed;
  private final Thread thread;

  Subscription(Consumer<? super CheckResult> listener, Consumer<Subscription> whenClosed) {
    this.listener = listener;
    this.whenClosed = whenClosed;
    this.thread = Thread.ofVirtual().name("subscription").start(this::run);
  }

  void offer(Sink.Judged judged) {
    if (!waiting.offer(judged)) {
      dropped.incrementAndGet();
    }
  }

  /// Results that this listener was too slow for.
  public long dropped() {
    return dropped.get();
  }

  /// No further result is handed over.
  @Override
  public void close() {
    whenClosed.accept(this);
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        var judged = waiting.take();
        try {
          listener.accept(CheckResult.of(judged));
        } catch (RuntimeException e) {
          log.error("a listener failed on {}", judged.registration().id(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
