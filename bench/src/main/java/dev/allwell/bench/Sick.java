package dev.allwell.bench;

import static dev.allwell.bench.Figures.decimal;
import static dev.allwell.bench.Figures.whole;

import dev.allwell.engine.Footprint;
import dev.allwell.engine.SickCrowd;
import dev.allwell.model.Reason;
import dev.allwell.testkit.sick.Aim;
import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Hospital;
import dev.allwell.testkit.sick.Stand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What do many targets of each hostile behaviour cost, and what do their neighbours feel? Memory
/// is measured with each behaviour alone; what is felt with as many at once as is asked for.
final class Sick {
  private static final int LEAST_SECONDS = 5;

  /// The other one is ours: `bin/bench` sees to it.
  private static final int TARGETS_CORE = 1;

  private static final double MEBI = 1 << 20;
  private static final List<String> COLUMNS =
      List.of(
          "a target that",
          "attempts",
          "longest, s",
          "neighbours late p50, ms",
          "p99, ms",
          "heap added, MiB",
          "direct added, MiB",
          "resident before, MiB",
          "at most",
          "after",
          "gave also");

  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /// Long enough for a beat of each neighbour that nothing delays.
  private static final Duration REFERENCE = Duration.ofSeconds(20);

  private final SickCrowd crowd;
  private final int each;
  private final Footprint.Bytes before;
  private final long[] beats;

  private Sick(SickCrowd crowd, int each, Footprint.Bytes before, long[] beats) {
    this.crowd = crowd;
    this.each = each;
    this.before = before;
    this.beats = beats;
  }

  /// What one behaviour cost.
  ///
  /// @param longestSeconds until a wave of them had ended
  /// @param lateP50 how late the well neighbours' checks came, in milliseconds, while the group of
  ///   behaviours to which this one belongs was there
  /// @param heapMib live objects at most, beyond those before anybody was sick, and so for Netty's
  ///   direct memory
  /// @param residentMib of the whole process, with what BoringSSL holds: before, at most, after
  /// @param wrong reasons that are not the row's
  private record Cost(
      String row,
      int attempts,
      double longestSeconds,
      double lateP50,
      double lateP99,
      double heapMib,
      double directMib,
      List<Double> residentMib,
      List<String> wrong) {}

  static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    int each = read.number("each", 200);
    int neighbours = read.number("neighbours", 500);
    int seconds = read.number("seconds", LEAST_SECONDS);
    int together = read.number("together", 1);
    var wanted = Pattern.compile(read.text("rows").orElse(""));
    int first = read.number("first", 1);
    int last = read.number("last", Integer.MAX_VALUE);
    var json = read.path("json").orElse(Path.of("bench/target/sick.json"));
    read.refuseTheRest();
    if (seconds < LEAST_SECONDS) {
      throw Unfit.words("--seconds: at least " + LEAST_SECONDS + ", for gaps of a second");
    }
    if (first < 1) {
      throw Unfit.words("--first: rows count from 1");
    }
    String heading =
        "%d of each, %d behaviours at once for %d s, beside %d well ones"
            .formatted(each, together, seconds, neighbours);
    var costs = new ArrayList<Cost>();
    try (var crowd = new SickCrowd(neighbours, Hospital.at(TARGETS_CORE))) {
      Thread.sleep(SickCrowd.INTERVAL.multipliedBy(3));
      var before = Footprint.now();
      warmUp(crowd);
      long from = System.nanoTime();
      Thread.sleep(REFERENCE);
      var rig = new Sick(crowd, each, before, crowd.beats(from, System.nanoTime()));
      costs.add(rig.alone(from));
      var named =
          Catalogue.rows().stream().filter(row -> wanted.matcher(row.name()).find()).toList();
      var rows = named.stream().limit(last).skip(first - 1L).toList();
      for (int i = 0; i < rows.size(); i += together) {
        var group = rows.subList(i, Math.min(rows.size(), i + together));
        costs.addAll(rig.measure(group, Duration.ofSeconds(seconds)));
        System.err.printf("sick: %d of %d rows%n", i + group.size(), rows.size());
        figures(costs, heading).write(json); // so that who ends it has what there is
      }
    }
    var figures = figures(costs, heading);
    figures.table(heading, COLUMNS, costs.stream().map(Sick::cells).toList());
    figures.write(json);
    return 0;
  }

  /// Code that nobody has run yet is slow, that of TLS above all: some of each kind of check first.
  private static void warmUp(SickCrowd crowd) {
    var kinds = new LinkedHashMap<Aim, Behaviour>();
    Catalogue.rows().forEach(row -> kinds.putIfAbsent(row.aim(), row));
    crowd.let(List.copyOf(kinds.values()), 20, WARM_UP);
    warmUp(crowd, row -> row.stand() instanceof Stand.Secured);
    warmUp(crowd, row -> row.reason().equals(Reason.DNS_NOT_FOUND.code()));
  }

  /// What costs most when nobody has run it yet, as many as in a crowd.
  private static void warmUp(SickCrowd crowd, Predicate<Behaviour> dear) {
    Catalogue.rows().stream()
        .filter(dear)
        .limit(1)
        .forEach(row -> crowd.let(List.of(row), 200, WARM_UP));
  }

  private Cost alone(long from) {
    double[] late = crowd.lateness(beats, from, System.nanoTime());
    double resident = Footprint.now().resident() / MEBI;
    return new Cost(
        "(nobody sick)",
        0,
        0,
        Figures.quantile(late, 0.5),
        Figures.quantile(late, 0.99),
        0,
        0,
        List.of(resident, resident, resident),
        List.of());
  }

  /// The rhythm first, undisturbed by collections; then the memory.
  private List<Cost> measure(List<Behaviour> group, Duration lasting) throws InterruptedException {
    long from = System.nanoTime();
    SickCrowd.Came all = crowd.let(group, each, lasting);
    double[] late = crowd.lateness(beats, from, System.nanoTime());
    var costs = new ArrayList<Cost>();
    for (Behaviour row : group) {
      costs.add(measure(row, late));
    }
    if (!all.wrong().isEmpty()) {
      System.err.println("sick: together they gave also " + all.wrong());
    }
    return costs;
  }

  private Cost measure(Behaviour row, double[] late) throws InterruptedException {
    var seen = new AtomicReference<SickCrowd.Came>();
    Footprint.Bytes now = Footprint.now();
    Footprint.Bytes most =
        Footprint.during(() -> seen.set(crowd.let(List.of(row), each, Duration.ofMillis(1))));
    Footprint.Bytes after = Footprint.now();
    SickCrowd.Came came = Objects.requireNonNull(seen.get());
    return new Cost(
        row.name(),
        came.attempts(),
        came.longest().toNanos() / 1e9,
        Figures.quantile(late, 0.5),
        Figures.quantile(late, 0.99),
        (most.heap() - before.heap()) / MEBI,
        (most.direct() - before.direct()) / MEBI,
        List.of(now.resident() / MEBI, most.resident() / MEBI, after.resident() / MEBI),
        List.copyOf(came.wrong().values()));
  }

  private static Figures figures(List<Cost> costs, String heading) {
    var figures = new Figures("sick");
    figures.put("plan", heading);
    figures.put("results", costs);
    return figures;
  }

  private static List<String> cells(Cost cost) {
    return List.of(
        cost.row,
        whole(cost.attempts),
        decimal(cost.longestSeconds, 1),
        decimal(cost.lateP50, 1),
        decimal(cost.lateP99, 1),
        decimal(cost.heapMib, 1),
        decimal(cost.directMib, 1),
        decimal(cost.residentMib.get(0), 0),
        decimal(cost.residentMib.get(1), 0),
        decimal(cost.residentMib.get(2), 0),
        String.join(", ", cost.wrong));
  }
}
