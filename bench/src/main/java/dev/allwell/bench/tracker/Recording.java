package dev.allwell.bench.tracker;

import static dev.allwell.bench.Figures.decimal;

import dev.allwell.bench.Figures;
import dev.allwell.bench.Unfit;
import dev.allwell.bench.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

/// How many nanoseconds and bytes does a request cost that is recorded, by how many threads at
/// once? Beside it, what circuit breakers with a window over time take for the same.
public final class Recording {
  private static final String ALLOCATED = "gc.alloc.rate.norm"; // as GCProfiler names it

  private final Plan plan;
  private final List<Cost> costs = new ArrayList<>();

  private Recording(Plan plan) {
    this.plan = plan;
  }

  /// Who records; each has the method of the benchmark that has its name.
  private enum Contestant {
    ALLWELL("allwell", "Allwell", true),
    RESILIENCE4J("resilience4j", "resilience4j", true),
    RESILIENCE4J_LOCK_FREE("resilience4jLockFree", "resilience4j, LOCK_FREE", true),
    FAILSAFE("failsafe", "Failsafe", true),
    RESILIENCE4J_WINDOW("resilience4jWindow", "resilience4j, its window alone", false),
    RESILIENCE4J_LOCK_FREE_WINDOW(
        "resilience4jLockFreeWindow", "resilience4j, LOCK_FREE, its window alone", false);

    private final String method;
    private final String label;
    private final boolean whole;

    Contestant(String method, String label, boolean whole) {
      this.method = method;
      this.label = label;
      this.whole = whole;
    }

    /// A part of a breaker is measured with the mix alone.
    boolean records(Traffic.Kind kind) {
      return whole || kind == Traffic.Kind.MIX;
    }
  }

  /// What one request costs.
  ///
  /// @param nanos as its thread sees it; more threads than processors wait for one another
  /// @param processorNanos what processors worked for it
  /// @param errorNanos half the width of the confidence interval of 99.9 %; NaN if not known
  /// @param requestsPerSecond of all threads together
  private record Cost(
      Contestant contestant,
      Traffic.Kind traffic,
      int threads,
      double nanos,
      double errorNanos,
      double processorNanos,
      double bytes,
      double requestsPerSecond) {
    static Cost of(RunResult result, Contestant contestant, Traffic.Kind traffic) {
      var time = result.getPrimaryResult();
      int threads = result.getParams().getThreads();
      return new Cost(
          contestant,
          traffic,
          threads,
          time.getScore(),
          time.getScoreError(),
          profiled(result, ProcessorTime.LABEL),
          profiled(result, ALLOCATED),
          threads * 1e9 / time.getScore());
    }

    private static double profiled(RunResult result, String label) {
      var profiled = result.getSecondaryResults().get(label);
      if (profiled == null) {
        throw Unfit.measured("this JVM does not tell " + label);
      }
      return profiled.getScore();
    }

    Stream<String> cells() {
      return Stream.of(decimal(nanos, 1), decimal(processorNanos, 1), decimal(bytes, 1));
    }
  }

  /// Measures exactness first, since it takes least, then the tail, then each contestant.
  public static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    var threads = threads(read.text("threads").orElse("1,2,8"));
    int seconds = atLeastOne(read, "seconds", 3);
    int forks = atLeastOne(read, "forks", 1);
    int iterations = atLeastOne(read, "iterations", 5);
    int millis = atLeastOne(read, "millis", 500);
    var json = read.path("json").orElse(Path.of("bench/target/tracker.json"));
    read.refuseTheRest();
    var figures = new Figures("tracker");
    Exactness.measure(seconds, figures);
    var plan = new Plan(threads, forks, iterations, millis);
    Tail.measure(plan, figures);
    new Recording(plan).measure(figures);
    figures.write(json);
    return 0;
  }

  private static int atLeastOne(Words words, String key, int fallback) {
    int number = words.number(key, fallback);
    if (number < 1) {
      throw Unfit.words("--" + key + ": " + number + ", expected at least 1");
    }
    return number;
  }

  private static List<Integer> threads(String text) {
    try {
      var threads = Stream.of(text.split(",", -1)).map(Integer::valueOf).toList();
      if (threads.stream().allMatch(number -> number >= 1)) {
        return threads;
      }
    } catch (NumberFormatException notOne) {
      // told below
    }
    throw Unfit.words("--threads: " + text + ", expected numbers like 1,2,8");
  }

  private void measure(Figures figures) {
    for (int number : plan.threads()) {
      for (var traffic : Traffic.Kind.values()) {
        System.err.println(number + (number == 1 ? " thread, " : " threads, ") + traffic.label());
        for (var contestant : Contestant.values()) {
          if (contestant.records(traffic)) {
            plan.run(contestant.method, traffic, number, Recording::profile)
                .forEach(result -> costs.add(Cost.of(result, contestant, traffic)));
          }
        }
      }
    }
    figures.put("plan", plan);
    figures.put("costs", costs);
    figures.table("what a request costs; " + plan, columns(), rows());
  }

  private static void profile(ChainedOptionsBuilder options) {
    options.addProfiler(GCProfiler.class).addProfiler(ProcessorTime.class);
  }

  private List<String> columns() {
    return Stream.concat(
            Stream.of("a request"),
            plan.threads().stream()
                .flatMap(number -> Stream.of(number + ": ns", "CPU ns", "bytes")))
        .toList();
  }

  private List<List<String>> rows() {
    return Stream.of(Traffic.Kind.values())
        .flatMap(traffic ->
            Stream.of(Contestant.values())
                .filter(contestant -> contestant.records(traffic))
                .map(contestant -> row(contestant, traffic)))
        .toList();
  }

  private List<String> row(Contestant contestant, Traffic.Kind traffic) {
    return Stream.concat(
            Stream.of(traffic.label() + ", " + contestant.label),
            costs.stream()
                .filter(cost -> cost.contestant == contestant && cost.traffic == traffic)
                .flatMap(Cost::cells))
        .toList();
  }
}
