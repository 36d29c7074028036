package dev.allwell.engine;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that runs what it is given, in order, now or later. What throws is logged.
interface Loop {
  /// Any thread.
  void execute(Runnable task);

  /// Any thread.
  void after(long nanos, Runnable task);

  /// A loop on a Netty executor, which somebody else shuts down.
  static Loop of(EventExecutor executor) {
    return new NettyLoop(executor);
  }

  /// See [#of].
  record NettyLoop(EventExecutor executor) implements Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);

    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }

    @Override
    public void after(long nanos, Runnable task) {
      executor.schedule(task, nanos, TimeUnit.NANOSECONDS).addListener(NettyLoop::report);
    }

    private static void report(Future<?> future) {
      if (!future.isSuccess() && !future.isCancelled()) {
        log.error("a timed task failed", future.cause());
      }
    }
  }
}
