package dev.allwell.server.graphite;

import static dev.allwell.server.graphite.Results.judged;
import static dev.allwell.server.graphite.Results.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.server.config.GraphiteSettings;
import dev.allwell.testkit.process.Carbon;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real carbon has in its files in the end.
class CarbonPointsTest {
  private static final String PILOT = "coco.health.local.pilot-light";
  private static final String SHOP = "coco.health.local.services.shop-eu";
  private static final String TILL = "coco.health.local.services.till";
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /// Carbon keeps an hour up to now.
  private final Instant from = Instant.now().minusSeconds(900);

  private final TreeMap<Long, Double> shop = new TreeMap<>();
  private final TreeMap<Long, Double> till = new TreeMap<>();
  @TempDir private Path folder;
  private Carbon carbon;
  private Rig rig;

  @BeforeEach
  void start() {
    carbon = Carbon.in(folder);
    var place = carbon.nook();
    rig =
        new Rig(
            new Endpoint(place.host(), place.port()),
            GraphiteSettings.OFF,
            Duration.ofMillis(100),
            Duration.ofSeconds(30),
            InstantSource.system());
    rig.begin();
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
    carbon.close();
  }

  /// A result each second, of one service good and bad in turn, of the other seldom good.
  private void results(int from, int until) {
    for (int i = from; i < until; i++) {
      boolean shopIsWell = i % 2 == 0;
      boolean tillIsWell = i % 5 == 0;
      tell(1, "shop.eu", i, shopIsWell, shop);
      tell(2, "till", i, tillIsWell, till);
    }
  }

  private void tell(long number, String name, int i, boolean well, Map<Long, Double> expected) {
    var at = from.plusSeconds(i);
    var reason = well ? Reason.OK : Reason.UNEXPECTED_STATUS;
    rig.graphite().judged(judged(service(number, name), reason, at));
    expected.put(at.getEpochSecond(), well ? 0.0 : 1.0);
  }

  private void awaitSent(int results) {
    var counts = rig.graphite().counts();
    Rig.await("sent", () -> counts.sent() >= results && counts.waiting() == 0);
  }

  @Test
  void afterAnOutageCarbonHasEveryPointAtItsSecondWithItsValue() {
    results(0, 20);
    awaitSent(40);
    carbon.kill(); // with whatever it took and had not written
    Rig.await("the loss is seen", () -> !rig.graphite().feed().connected());
    results(20, 40);
    long failures = rig.graphite().feed().failures();
    Rig.await("vain tries", () -> rig.graphite().feed().failures() > failures + 2);
    carbon.restart();
    results(40, 60);

    assertThat(carbon.awaitPoints(SHOP, from, shop::equals, DEADLINE)).isEqualTo(shop);
    assertThat(carbon.awaitPoints(TILL, from, till::equals, DEADLINE)).isEqualTo(till);
    assertThat(rig.graphite().counts().repeated()).isPositive();
    var pilots = carbon.awaitPoints(PILOT, from, all -> !all.isEmpty(), DEADLINE);
    assertThat(pilots.values()).containsOnly(1.0);
  }

  @Test
  void afterALongOutageCarbonHasTheLastSixty() {
    carbon.kill();
    Rig.await("the loss is seen", () -> !rig.graphite().feed().connected());
    results(0, 100);
    carbon.restart();

    var last = shop.tailMap(from.getEpochSecond() + 40, true);
    assertThat(carbon.awaitPoints(SHOP, from, last::equals, DEADLINE)).isEqualTo(last);
    assertThat(rig.graphite().counts().dropped(Loss.OVERFLOW)).isGreaterThanOrEqualTo(80);
  }
}
