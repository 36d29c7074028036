package dev.allwell.tracker;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The threads of a tracker: daemons, which begin with their first work.
final class Daemons {
  private static final long IDLE_SECONDS = 10;

  private Daemons() {}

  /// One thread, which ends when it has long had nothing to do.
  static ThreadPoolExecutor one(ThreadFactory threads) {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /// One thread for work by the clock.
  static ScheduledThreadPoolExecutor timer(ThreadFactory threads) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /// Threads that see the classes that its caller sees: what the host hands in runs on them.
  static ThreadFactory named(String name) {
    return new Named("allwell-".concat(name), Thread.currentThread().getContextClassLoader());
  }

  /// No lambda: a host may wait for the first of its threads.
  private record Named(String name, @Nullable ClassLoader hosts) implements ThreadFactory {
    @Override
    public Thread newThread(Runnable task) {
      // What the host keeps in inheritable thread locals is none of our business. From Java 19 on,
      // whoever does not inherit them is given the JVM's own class loader beside.
      Thread thread = new Thread(null, task, name, 0, false);
      thread.setContextClassLoader(hosts);
      thread.setDaemon(true);
      return thread;
    }
  }
}
