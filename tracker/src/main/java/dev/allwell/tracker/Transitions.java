package dev.allwell.tracker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/// The changes between healthy and unhealthy on their way to the host: each is told once, in order,
/// on a thread of its own, so that a callback that hangs or throws hurts only itself.
///
/// Changes alternate, and the first is to unhealthy; so those that wait behind a callback are a
/// number, however many there are.
final class Transitions {
  private static final Logger log = System.getLogger("dev.allwell.tracker");

  private final Runnable onUnhealthy;
  private final Runnable onHealthy;
  private final boolean verbose;
  private final ExecutorService thread;
  private final AtomicLong waiting = new AtomicLong();
  private final AtomicBoolean telling = new AtomicBoolean();
  private boolean healthy = true;
  private volatile boolean closed;

  /// @param verbose whether each is logged as well
  Transitions(Runnable onUnhealthy, Runnable onHealthy, boolean verbose, ThreadFactory threads) {
    this.onUnhealthy = onUnhealthy;
    this.onHealthy = onHealthy;
    this.verbose = verbose;
    this.thread = Daemons.one(threads);
  }

  /// Health has changed. Returns at once; called by one thread at a time, in the order of changes.
  void changed() {
    waiting.incrementAndGet();
    begin();
  }

  /// Has another try at what could not be told before for lack of a thread. Returns at once.
  void tellWhatWaits() {
    if (waiting.get() > 0) {
      begin();
    }
  }

  void close() {
    closed = true;
    thread.shutdownNow();
  }

  private void begin() {
    if (!closed && telling.compareAndSet(false, true)) {
      try {
        thread.execute(this::tell);
      } catch (RuntimeException | Error closedOrNoThread) {
        telling.set(false);
      }
    }
  }

  private void tell() {
    while (!closed && waiting.get() > 0) {
      healthy = !healthy;
      tell(healthy);
      waiting.decrementAndGet();
    }
    telling.set(false);
    tellWhatWaits();
  }

  private void tell(boolean healthy) {
    try {
      if (verbose) {
        log.log(
            healthy ? Level.INFO : Level.WARNING,
            healthy ? "this service is healthy again" : "this service is unhealthy");
      }
      (healthy ? onHealthy : onUnhealthy).run();
    } catch (Throwable thrown) {
      log.log(Level.WARNING, healthy ? "onHealthy failed" : "onUnhealthy failed", thrown);
    }
  }
}
