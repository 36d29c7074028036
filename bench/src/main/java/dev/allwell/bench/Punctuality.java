package dev.allwell.bench;

import dev.allwell.testkit.fleet.ArrivalLog;
import java.time.Duration;
import java.util.Arrays;

/// How punctual checks were, by the target's own log alone.
///
/// A service's beats are an interval apart. Its earliest arrival, counted from the beat next to it,
/// stands for a check without delay; arrivals of a time before the window count there too. Each
/// other one is late by what it came later. (What delay the earliest of all had itself cannot be
/// seen from outside.)
///
/// @param due beats that lie in the window
/// @param checks that arrived at one of those
/// @param missed beats without an arrival
/// @param doubled arrivals at a beat that had one
/// @param exact services with each of their beats once
record Punctuality(
    long due, long checks, long missed, long doubled, long exact, Spread lateness, Spread gap) {
  /// Quantiles in milliseconds.
  record Spread(double p50, double p99, double p999, double max) {
    private static Spread of(double[] millis) {
      Arrays.sort(millis);
      return new Spread(
          Figures.quantile(millis, 0.5),
          Figures.quantile(millis, 0.99),
          Figures.quantile(millis, 0.999),
          Figures.quantile(millis, 1));
    }
  }

  /// A time during which arrivals are counted, monotonic nanoseconds.
  ///
  /// @param reference arrivals from here on tell where a service's beats are
  /// @param since beats from here on count
  /// @param until beats from here on count no more; it lies so far back that a late one has come
  record Window(long reference, long since, long until) {}

  static Punctuality of(ArrivalLog log, int[] services, Duration interval, Window window) {
    var tally = new Tally(interval.toNanos(), window);
    for (int service : services) {
      tally.add(Arrays.stream(log.of(service)).filter(at -> at - window.reference >= 0).toArray());
    }
    return tally.punctuality();
  }

  /// Sums up service by service.
  private static final class Tally {
    private final long interval;
    private final Window window;
    private final Values lateness = new Values();
    private final Values gaps = new Values();
    private long due;
    private long checks;
    private long missed;
    private long doubled;
    private long exact;

    private Tally(long interval, Window window) {
      this.interval = interval;
      this.window = window;
    }

    private void add(long[] arrivals) {
      if (arrivals.length == 0) {
        long beats = (window.until - window.since) / interval;
        due += beats;
        missed += beats;
        return;
      }
      long phase = earliest(arrivals);
      long first = Math.ceilDiv(window.since - phase, interval);
      long end = Math.ceilDiv(window.until - phase, interval); // the first one that counts no more
      var came = new int[(int) (end - first)];
      for (int i = 0; i < arrivals.length; i++) {
        long beat = Math.floorDiv(arrivals[i] - phase + interval / 2, interval);
        if (beat >= first && beat < end) {
          came[(int) (beat - first)]++;
          lateness.add((arrivals[i] - phase - beat * interval) / 1e6);
          if (i > 0) {
            gaps.add(Math.abs(arrivals[i] - arrivals[i - 1] - interval) / 1e6);
          }
        }
      }
      count(came);
    }

    private void count(int[] came) {
      long missedHere = Arrays.stream(came).filter(times -> times == 0).count();
      long doubledHere = Arrays.stream(came).filter(times -> times > 1).map(t -> t - 1).sum();
      due += came.length;
      checks += Arrays.stream(came).sum();
      missed += missedHere;
      doubled += doubledHere;
      exact += missedHere == 0 && doubledHere == 0 ? 1 : 0;
    }

    /// Where a beat would be, had nothing ever been late.
    private long earliest(long[] arrivals) {
      long earliest = Long.MAX_VALUE;
      for (long arrival : arrivals) {
        long since = arrival - arrivals[0];
        long beat = Math.floorDiv(since + interval / 2, interval);
        earliest = Math.min(earliest, since - beat * interval);
      }
      return arrivals[0] + earliest;
    }

    private Punctuality punctuality() {
      return new Punctuality(
          due, checks, missed, doubled, exact, Spread.of(lateness.all()), Spread.of(gaps.all()));
    }
  }

  /// Numbers that come one by one.
  private static final class Values {
    private double[] values = new double[1024];
    private int size;

    private void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      values[size++] = value;
    }

    private double[] all() {
      return Arrays.copyOf(values, size);
    }
  }
}
