package dev.allwell.history;

import dev.allwell.model.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Response times in microseconds, of ticks that were up alone: how long a failure took says
/// nothing about how fast a service answers.
///
/// @param minMicros 0 when there are none, as `maxMicros`
public record Latencies(
    long count, long sumMicros, long minMicros, long maxMicros, Quantiles quantiles) {
  public static final Latencies NONE = new Latencies(0, 0, 0, 0, Quantiles.NONE);

  static Latencies of(List<Sample> ticks) {
    var up = ticks.stream().filter(Sample::up).mapToLong(Latencies::micros).toArray();
    if (up.length == 0) {
      return NONE;
    }
    var figures = Arrays.stream(up).summaryStatistics();
    return new Latencies(
        up.length,
        figures.getSum(),
        figures.getMin(),
        figures.getMax(),
        Quantiles.of(Arrays.stream(up)));
  }

  static Latencies joined(List<Latencies> all) {
    var some = all.stream().filter(each -> each.count > 0).toList();
    if (some.size() <= 1) {
      return some.isEmpty() ? NONE : some.getFirst();
    }
    return new Latencies(
        some.stream().mapToLong(Latencies::count).sum(),
        some.stream().mapToLong(Latencies::sumMicros).sum(),
        some.stream().mapToLong(Latencies::minMicros).min().orElseThrow(),
        some.stream().mapToLong(Latencies::maxMicros).max().orElseThrow(),
        Quantiles.joined(some.stream().map(Latencies::quantiles).toList()));
  }

  public OptionalDouble meanMicros() {
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sumMicros / count);
  }

  /// The response times below which these shares of all lie, never outside what was seen; empty
  /// when there are none.
  ///
  /// @param shares 0 to 1 each
  public double[] at(double... shares) {
    if (count == 0) {
      return new double[0];
    }
    var values = quantiles.at(shares);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.clamp(values[i], (double) minMicros, (double) maxMicros);
    }
    return values;
  }

  private static long micros(Sample tick) {
    return Math.max(0, tick.latencyMicros());
  }
}
