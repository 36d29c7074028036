package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.Engine;
import dev.allwell.model.Change;
import dev.allwell.model.Source;
import dev.allwell.server.App;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// The server in a process of its own, with so many services that more are due than can be checked:
/// every place in flight is always taken: the lane is never idle.
///
/// It is the whole program with its store on the disk; only the services come in by hand, at the
/// registry. Told on stdin to `end`.
final class Subject {
  private static final int A_BATCH = 1000;
  private static final Duration LOOK = Duration.ofMillis(500);

  /// The deadline of an attempt too: twice what the coldest JVM needed.
  private static final String INTERVAL = "2s";

  private final App app;

  private Subject(App app) {
    this.app = app;
  }

  /// Serves until it is told to end, and then gives account.
  ///
  /// @param words kind, url, services, places in flight, folder of the data, seconds to warm up
  public static void main(String[] words) throws Exception {
    var kind = Kind.valueOf(words[0]);
    var settings =
        new Settings(
            Address.parse("127.0.0.1:0"), Path.of(words[4]), Integer.parseInt(words[3]), List.of());
    try (var app = App.start(settings)) {
      var subject = new Subject(app);
      subject.register(kind, words[1], Integer.parseInt(words[2]));
      Thread.sleep(Duration.ofSeconds(Integer.parseInt(words[5])));
      subject.awaitFirstChecks();
      var before = subject.count();
      System.out.println("ready");
      awaitWord();
      System.out.println(subject.account(before));
    }
  }

  private void register(Kind kind, String url, int services) throws Exception {
    var definitions = new Definitions(Defaults.CONFIG);
    for (int from = 0; from < services; from += A_BATCH) {
      var changes = new ArrayList<Change>();
      for (int i = from; i < Math.min(services, from + A_BATCH); i++) {
        changes.add(new Change.Add(service(definitions, kind, url, i)));
      }
      app.engine().registry().submit(changes).toCompletableFuture().get();
    }
  }

  private static dev.allwell.model.Service service(
      Definitions definitions, Kind kind, String url, int number) {
    Map<String, Object> keys =
        switch (kind) {
          case KEEP_ALIVE ->
              Map.of(
                  "name",
                  "s" + number,
                  "url",
                  url,
                  "interval",
                  "1s",
                  "http",
                  Map.of("keep-alive", true));
          case HTTP, TLS, TCP, DNS ->
              Map.of("name", "s" + number, "url", url, "interval", INTERVAL);
        };
    return switch (definitions.read(keys, Source.API)) {
      case Definition.Defined defined -> defined.service();
      case Definition.Refused refused -> throw Unfit.measured(refused.problems().toString());
    };
  }

  /// A service's first check turns it from unknown to healthy, which is written down: dearer than
  /// all that follow it.
  private void awaitFirstChecks() throws InterruptedException {
    while (neverChecked() > 0) {
      Thread.sleep(LOOK);
    }
  }

  private long neverChecked() {
    var none = new AtomicLong();
    app.engine()
        .board()
        .forEach(entry -> {
          if (entry.state().tally().ticks() == 0) {
            none.incrementAndGet();
          }
        });
    return none.get();
  }

  private static void awaitWord() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var word = in.readLine(); word != null && !word.equals("end"); word = in.readLine()) {
      System.err.println("only \"end\" is understood, not: " + word);
    }
  }

  /// What the board counted so far.
  private record Count(long checks, long failed) {}

  private Count count() {
    var checks = new AtomicLong();
    var failed = new AtomicLong();
    app.engine()
        .board()
        .forEach(entry -> {
          var tally = entry.state().tally();
          checks.addAndGet(tally.ticks());
          failed.addAndGet(tally.down());
        });
    return new Count(checks.get(), failed.get());
  }

  private String account(Count before) {
    var now = count();
    return "account: checks=%d failed=%d (cold %d of %d) %s"
        .formatted(
            now.checks - before.checks,
            now.failed - before.failed,
            before.failed,
            before.checks,
            gauges(app.engine()));
  }

  private static String gauges(Engine engine) {
    var meter = engine.meters().getFirst();
    return "waiting=%d skipped=%d lanes=%d"
        .formatted(meter.gauges().waiting(), meter.skipped(), engine.meters().size());
  }
}
