package dev.allwell.tracker;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The threads of a tracker: daemons, which begin with their first work.
final class Daemons {
  private static final long IDLE_SECONDS = 10;

  private Daemons() {}

  /// One thread, which ends when it has long had nothing to do.
  static ThreadPoolExecutor one(String name) {
    ThreadPoolExecutor one =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), named(name));
    one.allowCoreThreadTimeOut(true);
    return one;
  }

  /// One thread for work by the clock.
  static ScheduledThreadPoolExecutor timer(String name) {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, named(name));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  static ThreadFactory named(String name) {
    return task -> {
      // What the host keeps in inheritable thread locals is none of our business.
      Thread thread = new Thread(null, task, "allwell-" + name, 0, false);
      thread.setDaemon(true);
      return thread;
    };
  }
}
