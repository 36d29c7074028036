package dev.allwell.bench;

import dev.allwell.testkit.fleet.ArrivalLog;
import java.time.Duration;
import java.util.Arrays;

/// How punctual checks were, by the target's own log alone.
///
/// A service's beats are an interval apart; the earliest of its arrivals, counted from its beat,
/// stands for a check without delay, and each other one is late by what it came later. (What delay
/// the earliest had itself, at most some milliseconds, cannot be seen from outside.)
///
/// @param checks that arrived in the window
/// @param missed beats without an arrival between two that have one
/// @param doubled arrivals at a beat that had one
/// @param exact services with each of their beats once
record Punctuality(
    long checks, long missed, long doubled, long exact, Spread lateness, Spread gap) {
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

  /// @param since arrivals before this moment are left out
  static Punctuality of(ArrivalLog log, int[] services, Duration interval, long since) {
    var tally = new Tally(interval.toNanos());
    for (int service : services) {
      tally.add(Arrays.stream(log.of(service)).filter(at -> at - since >= 0).toArray());
    }
    return tally.punctuality();
  }

  /// Sums up service by service.
  private static final class Tally {
    private final long interval;
    private final Values lateness = new Values();
    private final Values gaps = new Values();
    private long checks;
    private long missed;
    private long doubled;
    private long exact;

    private Tally(long interval) {
      this.interval = interval;
    }

    private void add(long[] arrivals) {
      checks += arrivals.length;
      long missedHere = 0;
      long doubledHere = 0;
      long earliest = Long.MAX_VALUE;
      var late = new long[arrivals.length];
      long beat = 0;
      for (int i = 0; i < arrivals.length; i++) {
        long since = arrivals[i] - arrivals[0];
        long at = Math.floorDiv(since + interval / 2, interval);
        late[i] = since - at * interval;
        earliest = Math.min(earliest, late[i]);
        if (i > 0) {
          missedHere += Math.max(0, at - beat - 1);
          doubledHere += at == beat ? 1 : 0;
          gaps.add(Math.abs(arrivals[i] - arrivals[i - 1] - interval) / 1e6);
        }
        beat = at;
      }
      for (long each : late) {
        lateness.add((each - earliest) / 1e6);
      }
      missed += missedHere;
      doubled += doubledHere;
      exact += arrivals.length > 0 && missedHere == 0 && doubledHere == 0 ? 1 : 0;
    }

    private Punctuality punctuality() {
      return new Punctuality(
          checks, missed, doubled, exact, Spread.of(lateness.all()), Spread.of(gaps.all()));
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
