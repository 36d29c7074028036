package dev.allwell.bench;

import static dev.allwell.bench.Figures.decimal;

import dev.allwell.testkit.fleet.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// How soon after its start does the server listen and check, and what does it hold in memory when
/// it has nothing to do? With one service that it remembers, with some, and with many. A service's
/// first check is due at its own phase of its interval, so only where some share a short interval
/// does the first of all tell of the start alone.
final class Start {
  private static final Duration SETTLED = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// What the server remembers when it starts.
  private record Load(int services, int intervalSeconds) {}

  private final int runs;
  private final List<Run> all = new ArrayList<>();

  private Start(int runs) {
    this.runs = runs;
  }

  /// One start.
  ///
  /// @param listeningSeconds from the call of the script until it says where it listens
  /// @param firstCheckSeconds from the same moment until the first request reaches a target
  /// @param residentMib 30 s later; NaN where that was not waited for
  private record Run(
      int services, double listeningSeconds, double firstCheckSeconds, double residentMib) {}

  static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    var rig = new Start(read.number("runs", 5));
    int many = read.number("services", 100_000);
    var json = read.path("json").orElse(Path.of("bench/target/start.json"));
    read.refuseTheRest();
    var loads = List.of(new Load(1, 10), new Load(100, 1), new Load(many, 30));
    for (var load : loads) {
      rig.measure(load);
    }
    rig.tell(loads, json);
    return 0;
  }

  private void measure(Load load) throws InterruptedException {
    int services = load.services;
    int interval = load.intervalSeconds;
    try (var folder = Folder.make();
        var fleet = Fleet.of(services)) {
      var data = folder.path().resolve("store");
      try (var first = Served.start(data);
          var client = new Client(first.url())) {
        client.register(
            services,
            i ->
                "{\"id\":\"s-%d\",\"url\":\"%s\",\"interval\":\"%ds\"}"
                    .formatted(i, fleet.url(i), interval));
        Thread.sleep(Duration.ofSeconds(interval + 2L));
      }
      for (int i = 0; i < runs; i++) {
        all.add(start(data, fleet, services, i + 1 == runs));
      }
    }
  }

  private static Run start(Path data, Fleet fleet, int services, boolean settle)
      throws InterruptedException {
    long before = fleet.log().total();
    try (var server = Served.start(data)) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (fleet.log().total() == before) {
        if (System.nanoTime() - deadline > 0) {
          throw Unfit.measured("it checks nothing: " + server.log());
        }
        Thread.sleep(5);
      }
      long begun = server.startedNanos();
      long checked =
          IntStream.range(0, services)
              .mapToLong(i ->
                  Arrays.stream(fleet.log().of(i))
                      .filter(at -> at - begun > 0)
                      .findFirst()
                      .orElse(Long.MAX_VALUE))
              .min()
              .orElseThrow();
      if (settle) {
        Thread.sleep(SETTLED);
      }
      return new Run(
          services,
          (server.listeningNanos() - begun) / 1e9,
          (checked - begun) / 1e9,
          settle ? server.meter().residentMib() : Double.NaN);
    }
  }

  private void tell(List<Load> loads, Path json) {
    var figures = new Figures("start");
    var rows = new ArrayList<List<String>>();
    for (var load : loads) {
      int services = load.services;
      rows.add(
          List.of(
              decimal(services, 0),
              load.intervalSeconds + " s",
              decimal(median(services, Run::listeningSeconds), 2),
              decimal(median(services, Run::firstCheckSeconds), 2),
              decimal(median(services, Run::residentMib), 0)));
    }
    figures.table(
        "medians of " + runs + " starts",
        List.of(
            "services", "each every", "listening, s", "first check, s", "resident after 30 s, MiB"),
        rows);
    figures.put("runs", all);
    figures.write(json);
  }

  private double median(int services, ToDoubleFunction<Run> figure) {
    return Figures.median(
        all.stream()
            .filter(run -> run.services == services)
            .mapToDouble(figure)
            .filter(Double::isFinite));
  }
}
