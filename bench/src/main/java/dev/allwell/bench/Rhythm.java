package dev.allwell.bench;

import static dev.allwell.bench.Figures.decimal;
import static dev.allwell.bench.Figures.whole;

import dev.allwell.testkit.fleet.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/// How regularly are many services checked? Registers a fake fleet at a fresh server, waits, and
/// tells what the fleet's own log says; then the same again with black holes among them.
final class Rhythm {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  /// A beat of the last moments is not held to have come yet.
  private static final Duration LATE_ENOUGH = Duration.ofSeconds(2);

  private final Plan plan;

  private Rhythm(Plan plan) {
    this.plan = plan;
  }

  /// What is to be measured.
  private record Plan(int services, int intervalSeconds, Duration window) {}

  /// One run.
  ///
  /// @param registeredPerSecond one durable `POST` each, 64 at a time
  /// @param cpu share of one core
  /// @param residentMib at the end of the window; `peakMib` since the start
  /// @param liveHeapMib after a full collection at the end
  /// @param ownP99Millis how late the server itself says that checks started, of the window
  /// @param residentMibOverTime every five seconds of the window
  /// @param own what the server itself tells of lateness, skipped beats and flight
  private record Result(
      int blackHolesPercent,
      double registeredPerSecond,
      Punctuality well,
      double cpu,
      double residentMib,
      double peakMib,
      double liveHeapMib,
      double ownP99Millis,
      List<Double> residentMibOverTime,
      List<String> own,
      List<String> logged) {}

  static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    var plan =
        new Plan(
            read.number("services", 100_000),
            read.number("interval", 30),
            Duration.ofSeconds(read.number("seconds", 300)));
    int holes = read.number("holes", 20);
    var json = read.path("json").orElse(Path.of("bench/target/rhythm.json"));
    read.refuseTheRest();
    var rig = new Rhythm(plan);
    var results = new ArrayList<Result>();
    results.add(rig.measure(0));
    if (holes > 0) {
      results.add(rig.measure(holes));
    }
    rig.tell(results, json);
    return 0;
  }

  private Result measure(int holes) throws InterruptedException {
    try (var folder = Folder.make();
        var fleet = Fleet.of(plan.services, i -> i % 100 < holes);
        var server = Served.start(folder.path().resolve("store"));
        var client = new Client(server.url())) {
      var meter = server.meter();
      long begun = System.nanoTime();
      client.register(plan.services, i -> definition(i, fleet));
      double registering = (System.nanoTime() - begun) / 1e9;
      var interval = Duration.ofSeconds(plan.intervalSeconds);
      Thread.sleep(interval); // what was added last is checked at once, and then joins its phase
      long reference = System.nanoTime();
      Thread.sleep(interval);

      long settled = System.nanoTime();
      var ownBefore = OwnLateness.read(client.get("/metrics"));
      double cpu = meter.cpuSeconds();
      var resident = look(meter, settled);
      double share = (meter.cpuSeconds() - cpu) / plan.window.toSeconds();
      double end = meter.residentMib();
      double peak = meter.peakResidentMib();
      String metrics = client.get("/metrics");
      int[] well = IntStream.range(0, plan.services).filter(i -> i % 100 >= holes).toArray();
      var window =
          new Punctuality.Window(
              reference, settled, settled + plan.window.minus(LATE_ENOUGH).toNanos());
      var punctuality = Punctuality.of(fleet.log(), well, interval, window);
      return new Result(
          holes,
          plan.services / registering,
          punctuality,
          share,
          end,
          peak,
          server.liveHeapMib(),
          OwnLateness.read(metrics).millisUpTo(0.99, ownBefore),
          resident,
          own(metrics),
          server.log().stream().limit(20).toList());
    }
  }

  private String definition(int service, Fleet fleet) {
    return "{\"id\":\"s-%d\",\"url\":\"%s\",\"interval\":\"%ds\"}"
        .formatted(service, fleet.url(service), plan.intervalSeconds);
  }

  private List<Double> look(ProcessMeter meter, long settled) throws InterruptedException {
    var resident = new ArrayList<Double>();
    while (System.nanoTime() - settled < plan.window.toNanos()) {
      Thread.sleep(BETWEEN_LOOKS);
      resident.add(meter.residentMib());
    }
    return resident;
  }

  private static List<String> own(String metrics) {
    return metrics
        .lines()
        .filter(line -> line.matches("allwell_check(s_skipped|_start_lateness|s_in_flight).*"))
        .toList();
  }

  private void tell(List<Result> results, Path json) {
    var figures = new Figures("rhythm");
    var columns = new ArrayList<String>(List.of("of the services that are well"));
    results.forEach(result -> columns.add(result.blackHolesPercent + " % black holes"));
    figures.table(
        "%,d services every %d s, for %d s"
            .formatted(plan.services, plan.intervalSeconds, plan.window.toSeconds()),
        columns,
        List.of(
            row("beats due", results, r -> whole(r.well.due())),
            row("checks", results, r -> whole(r.well.checks())),
            row("beats left out", results, r -> whole(r.well.missed())),
            row("beats doubled", results, r -> whole(r.well.doubled())),
            row("services checked exactly as due", results, r -> whole(r.well.exact())),
            row("lateness p50, ms", results, r -> decimal(r.well.lateness().p50(), 1)),
            row("lateness p99, ms", results, r -> decimal(r.well.lateness().p99(), 1)),
            row("lateness p99.9, ms", results, r -> decimal(r.well.lateness().p999(), 1)),
            row("lateness max, ms", results, r -> decimal(r.well.lateness().max(), 1)),
            row("gap off the interval p50, ms", results, r -> decimal(r.well.gap().p50(), 1)),
            row("gap off the interval p99, ms", results, r -> decimal(r.well.gap().p99(), 1)),
            row("gap off the interval p99.9, ms", results, r -> decimal(r.well.gap().p999(), 1)),
            row(
                "lateness as the server counts it, p99 at most, ms",
                results,
                r -> decimal(r.ownP99Millis, 0)),
            row("CPU, % of a core", results, r -> decimal(r.cpu * 100, 1)),
            row("resident at the end, MiB", results, r -> decimal(r.residentMib, 0)),
            row("resident at most, MiB", results, r -> decimal(r.peakMib, 0)),
            row("live heap, MiB", results, r -> decimal(r.liveHeapMib, 0)),
            row("registered a second", results, r -> decimal(r.registeredPerSecond, 0))));
    for (var result : results) {
      System.out.println("\nat " + result.blackHolesPercent + " % the server itself says:");
      result.own.forEach(System.out::println);
      result.logged.forEach(line -> System.out.println("it logged: " + line));
    }
    figures.put("plan", plan.services + " services every " + plan.intervalSeconds + " s");
    figures.put("results", results);
    figures.write(json);
  }

  private static List<String> row(
      String what, List<Result> results, Function<Result, String> figure) {
    var row = new ArrayList<String>(List.of(what));
    results.forEach(result -> row.add(figure.apply(result)));
    return row;
  }
}
