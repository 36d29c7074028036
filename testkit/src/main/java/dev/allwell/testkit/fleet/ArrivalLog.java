package dev.allwell.testkit.fleet;

import java.util.Arrays;

/// When each service was asked: monotonic nanoseconds, ascending. Any thread.
public final class ArrivalLog {
  private final long[][] times;
  private final int[] counts;

  ArrivalLog(int services) {
    times = new long[services][0];
    counts = new int[services];
  }

  void add(int service, long nanos) {
    synchronized (times) {
      long[] log = times[service];
      if (counts[service] == log.length) {
        log = Arrays.copyOf(log, Math.max(4, log.length * 2));
        times[service] = log;
      }
      log[counts[service]++] = nanos;
    }
  }

  /// The arrivals at one service.
  public long[] of(int service) {
    synchronized (times) {
      return Arrays.copyOf(times[service], counts[service]);
    }
  }

  /// From one arrival at a service to the next.
  public long[] gaps(int service) {
    long[] arrivals = of(service);
    var gaps = new long[Math.max(0, arrivals.length - 1)];
    for (int i = 0; i < gaps.length; i++) {
      gaps[i] = arrivals[i + 1] - arrivals[i];
    }
    return gaps;
  }

  /// Arrivals at all services together.
  public long total() {
    synchronized (times) {
      long total = 0;
      for (int count : counts) {
        total += count;
      }
      return total;
    }
  }
}
