package dev.allwell.server.export;

import dev.allwell.engine.Fixtures;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The Prometheus text of 10,000 services.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ExpositionBenchmark {
  private final PrometheusText text = new PrometheusText(Fixtures.board(10_000), List.of());

  /// How many characters it is.
  @Benchmark
  public long text() {
    long length = 0;
    var lines = new Chain(text.families(Exposition.Format.TEXT));
    while (lines.hasNext()) {
      length += lines.next().length();
    }
    return length;
  }
}
