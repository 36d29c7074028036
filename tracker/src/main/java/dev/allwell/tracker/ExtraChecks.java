package dev.allwell.tracker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The host's own checks, run on one thread and with a time limit. Who asks while they run gets the
/// outcome of that run; while they hang, whoever asks is told at once that they failed. Any thread.
final class ExtraChecks {
  private static final Logger log = System.getLogger("dev.allwell.tracker");

  private final BooleanSupplier checks;
  private final long limitNanos;
  private final boolean verbose;
  private final LongSupplier nanos;
  private final ExecutorService thread;
  private final AtomicReference<@Nullable Run> running = new AtomicReference<>();
  private volatile boolean failedBefore;

  /// @param checks true, or an exception, says that they failed
  /// @param verbose whether a change of their outcome is logged
  ExtraChecks(
      BooleanSupplier checks,
      Duration limit,
      boolean verbose,
      LongSupplier nanos,
      ThreadFactory threads) {
    this.checks = checks;
    this.limitNanos = limit.toNanos();
    this.verbose = verbose;
    this.nanos = nanos;
    this.thread = Daemons.one(threads);
  }

  /// Whether they fail; takes at most the limit. Once closed they are no longer asked.
  boolean failed() {
    if (thread.isShutdown()) {
      return false;
    }
    Run mine = new Run();
    Run other = running.compareAndExchange(null, mine);
    if (other != null) {
      return other.failed();
    }
    try {
      thread.execute(mine);
    } catch (RejectedExecutionException closed) {
      running.set(null);
      mine.outcome.complete(false);
    } catch (RuntimeException | Error noThread) {
      running.set(null);
      mine.outcome.complete(true);
    }
    return mine.failed();
  }

  void close() {
    thread.shutdownNow();
  }

  private final class Run implements Runnable {
    private final long beganNanos = nanos.getAsLong();
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private @Nullable Thread runner;

    @Override
    public void run() {
      own(Thread.currentThread());
      boolean failed = true;
      @Nullable Throwable thrown = null;
      try {
        failed = checks.getAsBoolean();
      } catch (Throwable e) {
        thrown = e;
      }
      own(null);
      running.set(null);
      outcome.complete(failed);
      note(failed, thrown);
    }

    boolean failed() {
      try {
        long leftNanos = limitNanos - (nanos.getAsLong() - beganNanos);
        return outcome.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        interrupt();
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return true;
      } catch (ExecutionException e) {
        return true;
      }
    }

    /// Whose interrupts are meant for this run: nobody's once it has ended, as the thread goes on
    /// to the next.
    private synchronized void own(@Nullable Thread thread) {
      runner = thread;
      if (thread == null) {
        Thread.interrupted();
      }
    }

    private synchronized void interrupt() {
      if (runner != null) {
        runner.interrupt();
        runner = null;
      }
    }

    private void note(boolean failed, @Nullable Throwable thrown) {
      if (verbose && failed != failedBefore) {
        log.log(
            failed ? Level.WARNING : Level.INFO,
            failed ? "extra checks fail" : "extra checks pass again",
            thrown);
      }
      failedBefore = failed;
    }
  }
}
