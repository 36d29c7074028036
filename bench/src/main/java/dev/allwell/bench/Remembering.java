package dev.allwell.bench;

import static dev.allwell.bench.Figures.decimal;
import static dev.allwell.bench.Figures.whole;

import dev.allwell.history.Rollup;
import dev.allwell.history.Step;
import dev.allwell.server.store.FilledStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// How large is the history of many services, how fast is it read, how soon is it deleted?
final class Remembering {
  private static final double MEBI = 1 << 20;
  private static final int READS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Remembering() {}

  /// A read, in milliseconds.
  ///
  /// @param cold with nothing of the file in memory, the middle of several services
  /// @param slowest of those
  private record Read(String what, int buckets, double cold, double slowest, double warm) {}

  static int run(List<String> words) throws InterruptedException {
    var read = new Words(words);
    int services = read.number("services", 1000);
    int days = read.number("days", 90);
    int interval = read.number("interval", 60);
    var json = read.path("json").orElse(Path.of("bench/target/history.json"));
    read.refuseTheRest();
    var figures = new Figures("history");
    var plan = services + " services, " + days + " days, a tick every " + interval + " s";
    figures.put("plan", plan);
    try (var folder = Folder.make()) {
      var file = folder.path().resolve("samples.db");
      long started = System.nanoTime();
      try (var store =
          FilledStore.fill(
              file,
              services,
              Duration.ofDays(days),
              Duration.ofSeconds(interval),
              (tenths, ticks) -> tell(tenths, ticks, started))) {
        size(store, figures, plan, (System.nanoTime() - started) / 1e9);
        reads(store, file, services, days, figures);
        deletion(store, services, figures);
      }
    }
    figures.write(json);
    return 0;
  }

  private static void tell(int tenths, long ticks, long started) {
    double seconds = (System.nanoTime() - started) / 1e9;
    System.err.printf("history: %d0 %%, %,.0f ticks/s%n", tenths, ticks / seconds);
  }

  private static void size(FilledStore store, Figures figures, String plan, double seconds) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("the file", decimal(store.bytes() / MEBI, 1)));
    store
        .tables()
        .forEach((name, bytes) -> rows.add(List.of("  " + name, decimal(bytes / MEBI, 1))));
    figures.table(
        plan + ", filled in " + whole((long) seconds) + " s", List.of("what", "MiB"), rows);
    figures.put("bytes", store.bytes());
    figures.put("tables", store.tables());
    figures.put("fillSeconds", seconds);
    figures.put("dropped", store.samples().dropped());
  }

  private static void reads(FilledStore store, Path file, int services, int days, Figures figures)
      throws InterruptedException {
    var reads = new ArrayList<Read>();
    for (var step : List.of(Step.DAY, Step.HOUR)) {
      reads.add(
          read(
              days + " days by " + step.span().name().toLowerCase(Locale.ROOT),
              file,
              services,
              service ->
                  store
                      .history()
                      .rollups(
                          service, store.now().minus(Duration.ofDays(days)), store.now(), step)));
    }
    reads.add(
        read(
            "uptime of " + days + " days",
            file,
            services,
            service ->
                List.of(
                    store
                        .history()
                        .over(service, store.now().minus(Duration.ofDays(days)), store.now()))));
    figures.table(
        "one service, with its quantiles",
        List.of("read", "buckets", "cold, ms", "slowest", "warm, ms"),
        reads.stream()
            .map(each ->
                List.of(
                    each.what,
                    whole(each.buckets),
                    decimal(each.cold, 1),
                    decimal(each.slowest, 1),
                    decimal(each.warm, 1)))
            .toList());
    figures.put("reads", reads);
  }

  private static Read read(String what, Path file, int services, Reader reader)
      throws InterruptedException {
    var cold = new double[READS];
    var warm = new double[READS];
    int buckets = 0;
    for (int i = 0; i < READS; i++) {
      long service = 1 + i * 37L % services;
      forgetPages(file);
      cold[i] = millis(() -> quantiles(reader.read(service)));
      warm[i] = millis(() -> quantiles(reader.read(service)));
      buckets = reader.read(service).size();
    }
    return new Read(
        what,
        buckets,
        Figures.median(IntStream.range(0, READS).mapToDouble(i -> cold[i])),
        IntStream.range(0, READS).mapToDouble(i -> cold[i]).max().orElseThrow(),
        Figures.median(IntStream.range(0, READS).mapToDouble(i -> warm[i])));
  }

  /// Asks for what a chart shows, so that the sketches are really read.
  private static double quantiles(List<Rollup> rollups) {
    double sum = 0;
    for (var rollup : rollups) {
      for (double quantile : rollup.latencies().at(0.5, 0.9, 0.99)) {
        sum += quantile;
      }
    }
    return sum;
  }

  private static double millis(Supplier<Double> work) {
    long started = System.nanoTime();
    double result = work.get();
    double millis = (System.nanoTime() - started) / 1e6;
    if (Double.isNaN(result)) {
      throw Unfit.measured("a quantile is no number");
    }
    return millis;
  }

  /// Asks the kernel to drop the file's pages, as `dd` can without rights over the whole machine.
  private static void forgetPages(Path file) throws InterruptedException {
    try {
      int code =
          new ProcessBuilder("dd", "if=" + file, "iflag=nocache", "count=0", "status=none")
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw Unfit.missing("dd cannot drop pages: exit code " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deletion(FilledStore store, int services, Figures figures)
      throws InterruptedException {
    long service = 1L + services / 2;
    long rows = store.rowsOf(service);
    long started = System.nanoTime();
    store.samples().forget(service);
    double returned = (System.nanoTime() - started) / 1e6;
    while (store.rowsOf(service) > 0) {
      if (System.nanoTime() - started > PATIENCE.toNanos()) {
        throw Unfit.measured("the rows of a deleted service are still there after " + PATIENCE);
      }
      store.pass(10);
      Thread.sleep(10);
    }
    double gone = (System.nanoTime() - started) / 1e6;
    figures.table(
        "deleting one service",
        List.of("service", "rows", "returned, ms", "gone, ms"),
        List.of(List.of("one of many", whole(rows), decimal(returned, 2), decimal(gone, 0))));
    figures.put("deletion", List.of(rows, returned, gone));
  }

  /// Reads something of a service.
  @FunctionalInterface
  private interface Reader {
    List<Rollup> read(long service);
  }
}
