package dev.allwell.bench.throughput;

import static dev.allwell.bench.Figures.decimal;

import dev.allwell.bench.Figures;
import dev.allwell.bench.Folder;
import dev.allwell.bench.ProcessMeter;
import dev.allwell.bench.Unfit;
import dev.allwell.bench.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How many checks does a second of CPU give? Allwell whole, from probe to store, beside others
/// that are measured in the same way, turn by turn in rounds, so that what the machine does
/// meanwhile hits all alike; medians are told.
///
/// Each turn: a fresh process on a core of its own, a warm-up, and a window in which the target
/// counts what arrives and the kernel counts the process's CPU.
public final class Throughput {
  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Plan plan;
  private final Targets targets;
  private final List<Contestant> contestants;
  private final List<Turn> turns = new ArrayList<>();

  private Throughput(Plan plan, Targets targets, List<Contestant> contestants) {
    this.plan = plan;
    this.targets = targets;
    this.contestants = contestants;
  }

  /// What is to be measured.
  private record Plan(Duration window, int rounds, List<Kind> kinds, List<String> contestants) {}

  /// Measures and tells.
  ///
  /// @param words `--seconds`, `--warm-up`, `--rounds`, `--kinds`, `--contestants`, `--in-flight`,
  ///   `--services`, `--jfr`, `--json`, each with a value
  public static int run(List<String> words) throws InterruptedException {
    Programs.allThere();
    var read = new Words(words);
    var plan =
        new Plan(
            Duration.ofSeconds(read.number("seconds", 10)),
            read.number("rounds", 3),
            kinds(read.text("kinds").orElse("")),
            List.of(
                read.text("contestants").orElse("allwell,wrk,blackbox_exporter").split(",", -1)));
    var setup =
        new Allwell.Setup(
            Cores.pair(),
            read.number("in-flight", 64),
            read.number("services", 100_000),
            read.number("warm-up", 30),
            List.of(System.getProperty("bench.flags", "").split(" ", -1)),
            read.path("jfr").map(Path::toString).orElse(""));
    var json = read.path("json").orElse(Path.of("bench/target/throughput.json"));
    read.refuseTheRest();
    try (var folder = Folder.make();
        var targets = Targets.start(folder.path(), setup.cores())) {
      var contestants =
          List.<Contestant>of(
              new Allwell(folder.path(), targets, setup),
              new Wrk(targets, setup.cores(), setup.inFlight()),
              new Blackbox(folder.path(), targets, setup.cores(), setup.inFlight()));
      var rig = new Throughput(plan, targets, contestants);
      rig.measure();
      rig.tell(json);
    }
    return 0;
  }

  private static List<Kind> kinds(String codes) {
    if (codes.isEmpty()) {
      return List.of(Kind.values());
    }
    return Arrays.stream(codes.split(",", -1))
        .map(code ->
            Arrays.stream(Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> Unfit.words("--kinds: no kind is called " + code)))
        .toList();
  }

  private void measure() throws InterruptedException {
    for (int round = 1; round <= plan.rounds; round++) {
      for (var kind : plan.kinds) {
        for (var contestant : contestants) {
          if (contestant.kinds().contains(kind) && plan.contestants.contains(contestant.name())) {
            var turn = turn(round, contestant, kind);
            turns.add(turn);
            System.err.printf(
                "round %d  %-16s %-18s %8s checks per CPU second, %s per second%n",
                round,
                kind.label(),
                contestant.name(),
                decimal(turn.perCpuSecond(), 0),
                decimal(turn.perSecond(), 0));
          }
        }
      }
    }
  }

  private Turn turn(int round, Contestant contestant, Kind kind) throws InterruptedException {
    try (var running = contestant.start(kind)) {
      var meter = new ProcessMeter(running.pid());
      Thread.sleep(SETTLING);
      running.measured();
      long count = targets.count(kind);
      double cpu = meter.cpuSeconds();
      long begun = System.nanoTime();
      Thread.sleep(plan.window);
      double cpuSeconds = meter.cpuSeconds() - cpu;
      double seconds = (System.nanoTime() - begun) / 1e9;
      long checks = targets.count(kind) - count;
      return new Turn(round, contestant.name(), kind, checks, seconds, cpuSeconds);
    }
  }

  private void tell(Path json) {
    var figures = new Figures("throughput");
    var rows = new ArrayList<List<String>>();
    for (var kind : plan.kinds) {
      double ours = median("allwell", kind, Turn::perCpuSecond);
      for (var contestant : contestants) {
        double theirs = median(contestant.name(), kind, Turn::perCpuSecond);
        if (!Double.isNaN(theirs)) {
          rows.add(
              List.of(
                  kind.label(),
                  contestant.name(),
                  decimal(theirs, 0),
                  decimal(median(contestant.name(), kind, Turn::perSecond), 0),
                  decimal(ours / theirs, 2)));
        }
      }
    }
    figures.table(
        "medians of " + plan.rounds + " rounds of " + plan.window.toSeconds() + " s",
        List.of("kind", "who", "checks/CPU s", "checks/s", "allwell is × this"),
        rows);
    figures.put("turns", turns);
    figures.put("medians", rows);
    figures.write(json);
  }

  private double median(String contestant, Kind kind, ToDoubleFunction<Turn> figure) {
    return Figures.median(
        turns.stream()
            .filter(turn -> turn.contestant().equals(contestant) && turn.kind() == kind)
            .mapToDouble(figure));
  }
}
