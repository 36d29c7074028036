package dev.allwell.bench.tracker;

import dev.allwell.bench.Unfit;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// By how many threads, how often and for how long each method of [RecordingBenchmark] is run.
///
/// @param threads that record at once, one number after the other
/// @param millis of one iteration
record Plan(List<Integer> threads, int forks, int iterations, int millis) {
  private static final int WARM_UP_ITERATIONS = 2;

  /// Runs one method.
  ///
  /// @param more options of JMH
  Collection<RunResult> run(
      String method, Traffic.Kind traffic, int number, Consumer<ChainedOptionsBuilder> more) {
    var name = RecordingBenchmark.class.getName() + "." + method;
    var options =
        new OptionsBuilder()
            .include("^" + name.replace(".", "\\.") + "$")
            .param("kind", traffic.name())
            .threads(number)
            .forks(forks)
            .warmupIterations(WARM_UP_ITERATIONS)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(millis))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    more.accept(options);
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw Unfit.measured(method + ", " + traffic.label() + ": " + e);
    }
  }

  @Override
  public String toString() {
    return "forks %d, iterations %d of %d ms after %d, window 60 s"
        .formatted(forks, iterations, millis, WARM_UP_ITERATIONS);
  }
}
