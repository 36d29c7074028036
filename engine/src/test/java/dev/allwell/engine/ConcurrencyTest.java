package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.model.Change;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many checks are in flight at once, over all lanes.
class ConcurrencyTest {
  private static final int SERVICES = 64;
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private static Service hanging(int i, SickTarget target) {
    return new Service(
        new Identity("s" + i, "s" + i, "http://127.0.0.1:" + target.port() + "/" + i),
        Source.API,
        HttpCheck.of(false, new Endpoint("127.0.0.1", target.port()), "/" + i),
        new Schedule(LONG, LONG, 0, Duration.ZERO),
        Rules.DEFAULT,
        Labels.NONE);
  }

  private static Engine start(Tls tls, int concurrency) {
    var ports =
        new Engine.Ports(
            new MemoryLedger(),
            new MemorySamples(),
            new Guard(new OwnListeners()),
            new Egress.Settings(Transport.best(), tls, List.of()),
            List.of());
    return Engine.start(ports, Engine.Clocks.SYSTEM, concurrency);
  }

  private static int sum(Engine engine, ToIntFunction<LaneMeter.Gauges> gauge) {
    return engine.meters().stream().map(LaneMeter::gauges).mapToInt(gauge).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void asManyAreInFlightAsWasSaid(int concurrency) {
    try (var target = SickTarget.playing(Sickness.hanging());
        var tls = Tls.create(List.of());
        var engine = start(tls, concurrency)) {
      var services = IntStream.range(0, SERVICES).mapToObj(i -> hanging(i, target)).toList();
      engine
          .registry()
          .submit(services.stream().<Change>map(Change.Put::new).toList())
          .toCompletableFuture()
          .join();

      long end = System.nanoTime() + DEADLINE.toNanos();
      long asked = System.nanoTime() - AGAIN.toNanos();
      boolean full = false;
      while (!full) {
        assertThat(System.nanoTime() - end).as("within %s", DEADLINE).isNegative();
        if (System.nanoTime() - asked >= AGAIN.toNanos()) { // a check ends when we stood still
          asked = System.nanoTime();
          services.forEach(service -> engine.checkNow(service.id()));
        }
        int inFlight = sum(engine, LaneMeter.Gauges::inFlight);
        assertThat(inFlight).isLessThanOrEqualTo(concurrency);
        full = inFlight == concurrency && sum(engine, LaneMeter.Gauges::waiting) > SERVICES / 2;
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void thePlacesOfAllLanesAreAllThereAre() {
    for (int lanes = 1; lanes <= 64; lanes++) {
      for (int all = lanes; all <= 3 * lanes + 1; all++) {
        int count = lanes;
        int places = all;
        var shares =
            IntStream.range(0, count).map(i -> Berths.share(places, count, i)).summaryStatistics();
        assertThat(shares.getSum()).isEqualTo(all);
        assertThat(shares.getMin()).isPositive();
        assertThat(shares.getMax() - shares.getMin()).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void thereIsNoLaneWithoutAPlace() {
    try (var tls = Tls.create(List.of());
        var one = start(tls, 1)) {
      assertThat(one.meters()).hasSize(1);
    }
  }

  @Test
  void noneAtAllIsRefused() {
    assertThatThrownBy(() -> new Engine.Settings(0, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("concurrency: 0 is not 1 or more");
  }
}
