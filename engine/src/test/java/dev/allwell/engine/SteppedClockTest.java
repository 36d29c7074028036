package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.testkit.fleet.Fleet;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The wall clock is stepped under a running engine with real sockets; the fleet's own log tells
/// whether a check was made twice or left out.
@Tag("alone")
class SteppedClockTest {
  private static final int SERVICES = 20;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);
  private final Queue<Sink.Judged> judged = new ConcurrentLinkedQueue<>();

  @Test
  void neitherSkipsNorDoublesNorBlames() {
    InstantSource wall = () -> Instant.now().plus(offset.get());
    var tls = Tls.create(List.of());
    try (var fleet = Fleet.of(SERVICES);
        var engine =
            Engine.start(
                new Engine.Ports(
                    new MemoryLedger(),
                    new MemorySamples(),
                    new Guard(new OwnListeners()),
                    new Egress.Settings(Transport.best(), tls, List.of()),
                    List.of(judged::add)),
                new Engine.Clocks(Ticker.SYSTEM, wall),
                100)) {
      List<Change> all =
          IntStream.range(0, SERVICES)
              .mapToObj(i -> (Change) new Change.Put(service(i, fleet)))
              .toList();
      engine.registry().submit(all).toCompletableFuture().join();
      awaitMore(fleet, 2 * SERVICES);
      long began = System.nanoTime();
      long[] before = arrivals(fleet);
      for (int hours : new int[] {1, 0, -1, 0}) {
        offset.set(Duration.ofHours(hours));
        awaitMore(fleet, 2 * SERVICES);
      }
      assertThat(engine.ownFaults().steps()).isEqualTo(4);
      double beats = (System.nanoTime() - began) / 1e9;
      long[] after = arrivals(fleet);
      // what a machine without time to spare adds: an attempt made again, a beat left out
      long again = engine.ownFaults().attempts(Reason.PAUSED);
      long skipped = engine.meters().stream().mapToLong(LaneMeter::skipped).sum();
      for (int i = 0; i < SERVICES; i++) {
        assertThat(after[i] - before[i])
            .isBetween((long) beats - 2 - skipped, (long) beats + 2 + again);
      }
    }
    tls.close();
    assertThat(judged).allMatch(each -> each.sample().up() || each.sample().reason().ours());
    assertThat(judged.stream().flatMap(each -> each.events().stream())).hasSize(2 * SERVICES);
  }

  private static long[] arrivals(Fleet fleet) {
    return IntStream.range(0, SERVICES).mapToLong(i -> fleet.log().of(i).length).toArray();
  }

  private static void awaitMore(Fleet fleet, int more) {
    long wanted = fleet.log().total() + more;
    await(() -> fleet.log().total() >= wanted);
  }

  private static Service service(int number, Fleet fleet) {
    var url = URI.create(fleet.url(number));
    var target = new Endpoint(url.getHost(), url.getPort());
    var plain = LaneRig.checked("s-" + number, HttpCheck.of(false, target, url.getPath()));
    return new Service(
        plain.identity(),
        plain.source(),
        plain.check(),
        new Schedule(Duration.ofSeconds(1), Duration.ofSeconds(1), 2, Duration.ZERO),
        Rules.DEFAULT,
        plain.labels());
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience ended").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
