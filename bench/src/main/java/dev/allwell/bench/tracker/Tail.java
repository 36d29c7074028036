package dev.allwell.bench.tracker;

import static dev.allwell.bench.Figures.decimal;

import dev.allwell.bench.Figures;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/// What do the dearest of the requests cost? Single ones are timed, which costs two looks at the
/// clock; what these alone give is told beside it.
final class Tail {
  private static final double[] PERCENTS = {50, 99, 99.9};

  private Tail() {}

  /// What single requests took.
  ///
  /// @param who a method of the benchmark
  /// @param nanos at each of the percentiles
  private record Sampled(String who, int threads, List<Double> nanos) {
    static Sampled of(RunResult result, String who) {
      var statistics = result.getPrimaryResult().getStatistics();
      var nanos = new ArrayList<Double>();
      for (double percent : PERCENTS) {
        nanos.add(statistics.getPercentile(percent));
      }
      return new Sampled(who, result.getParams().getThreads(), nanos);
    }

    List<String> row() {
      var row = new ArrayList<String>();
      row.add(who + ", threads: " + threads);
      nanos.forEach(percentile -> row.add(decimal(percentile, 0)));
      return row;
    }
  }

  static void measure(Plan plan, Figures figures) {
    var sampled = new ArrayList<Sampled>();
    for (int threads : plan.threads()) {
      for (var who : List.of("nothing", "allwell")) {
        plan.run(who, Traffic.Kind.MIX, threads, options -> options.mode(Mode.SampleTime))
            .forEach(result -> sampled.add(Sampled.of(result, who)));
      }
    }
    figures.put("tail", sampled);
    figures.table(
        "single requests, ns; " + plan,
        List.of("recorded by", "p50", "p99", "p99.9"),
        sampled.stream().map(Sampled::row).toList());
  }
}
