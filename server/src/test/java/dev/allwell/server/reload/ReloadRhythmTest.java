package dev.allwell.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.engine.Engine;
import dev.allwell.engine.MemorySamples;
import dev.allwell.engine.Receipt;
import dev.allwell.model.Change;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.store.SqliteLedger;
import dev.allwell.testkit.fleet.Fleet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fifty thousand services come and go, and the others do not notice; by the fleet's own log. Their
/// interval is long, so that a busy machine alone cannot make them miss a beat.
@Tag("alone")
class ReloadRhythmTest {
  private static final int SERVICES = 100;
  private static final int CROWD = 50_000;
  private static final Duration LONG = Duration.ofSeconds(110);
  private static final long TWO_BEATS_NANOS = 11_900_000_000L;

  @TempDir private Path folder;
  private final Definitions definitions = new Definitions(Defaults.CONFIG);

  private Service service(String name, String url, String interval) {
    var keys = Map.of("name", name, "url", url, "interval", interval);
    return switch (definitions.read(keys, Source.FILE)) {
      case Definition.Defined(var service) -> service;
      case Definition.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void fiftyThousandMoreOrLessMissNoCheckOfTheOthers() {
    try (var fleet = Fleet.of(SERVICES);
        var tls = Tls.create(List.of());
        var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Engine.Clocks.SYSTEM.ticker());
        var engine =
            Engine.start(
                new Engine.Ports(
                    ledger,
                    new MemorySamples(),
                    new Guard(new OwnListeners()),
                    new Egress.Settings(Transport.best(), tls, List.of()),
                    List.of()),
                Engine.Clocks.SYSTEM,
                1024)) {
      var some =
          IntStream.range(0, SERVICES)
              .mapToObj(i -> service("s-" + i, fleet.url(i), "6s"))
              .toList();
      var all = new ArrayList<>(some);
      for (int i = 0; i < CROWD; i++) {
        all.add(service("crowd-" + i, "tcp://127.0.0.1:1", "30d"));
      }
      replace(engine, some);
      awaitChecks(fleet, 2);
      var number = engine.registry().roster().byId("s-1").orElseThrow().number();
      replace(engine, all);
      awaitChecks(fleet, 2);
      replace(engine, some);
      awaitChecks(fleet, 2);

      assertThat(engine.registry().roster().size()).isEqualTo(SERVICES);
      assertThat(engine.registry().roster().byId("s-1").orElseThrow().number()).isEqualTo(number);
      long longest =
          IntStream.range(0, SERVICES)
              .mapToLong(i -> Arrays.stream(fleet.log().gaps(i)).skip(1).max().orElse(0))
              .max()
              .orElse(0);
      System.out.printf("the longest gap of 6 s was %.3f s%n", longest / 1e9);
      var missed =
          IntStream.range(0, SERVICES)
              .filter(i ->
                  Arrays.stream(fleet.log().gaps(i)).skip(1).anyMatch(g -> g > TWO_BEATS_NANOS))
              .boxed()
              .toList();
      assertThat(missed).isEmpty();
    }
  }

  private static void replace(Engine engine, List<Service> services) {
    long began = System.nanoTime();
    var change = new Change.Replace(services);
    var receipt = engine.registry().submit(List.of(change)).toCompletableFuture().join().getFirst();
    assertThat(receipt.result()).isEqualTo(Receipt.Result.CHANGED);
    System.out.printf("%s, in %d ms%n", receipt.message(), (System.nanoTime() - began) / 1_000_000);
  }

  /// Until each service of the fleet was checked so many times more.
  private static void awaitChecks(Fleet fleet, int more) {
    var before = IntStream.range(0, SERVICES).map(i -> fleet.log().of(i).length).toArray();
    long until = System.nanoTime() + LONG.toNanos();
    while (IntStream.range(0, SERVICES)
        .anyMatch(i -> fleet.log().of(i).length < before[i] + more)) {
      assertThat(System.nanoTime() - until).as("waited for %s", LONG).isNegative();
      LockSupport.parkNanos(100_000_000); // to look at the log holds the fleet up
    }
  }
}
