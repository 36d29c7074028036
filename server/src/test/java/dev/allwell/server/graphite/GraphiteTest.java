package dev.allwell.server.graphite;

import static dev.allwell.server.graphite.Results.T0;
import static dev.allwell.server.graphite.Results.judged;
import static dev.allwell.server.graphite.Results.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.server.config.GraphiteSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The exporter and a receiver that behaves, or does not.
@Timeout(180)
class GraphiteTest {
  private static final long SECOND = T0.getEpochSecond();
  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String PILOT = "coco.health.local.pilot-light 1 " + SECOND;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Receiver receiver = open(new Receiver());

  @AfterEach
  void close() throws Exception {
    for (var part : opened.reversed()) {
      part.close();
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.add(part);
    return part;
  }

  private Rig rig(GraphiteSettings settings, Duration period) {
    return open(new Rig(receiver.endpoint(), settings, period));
  }

  private static void results(Rig rig, String name, int from, int until) {
    for (int i = from; i < until; i++) {
      rig.graphite().judged(judged(service(1, name), reason(i), T0.plusSeconds(i)));
    }
  }

  private static Reason reason(int i) {
    return i % 3 == 0 ? Reason.CONNECT_REFUSED : Reason.OK;
  }

  private static List<String> lines(String part, int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(i ->
            "coco.health.local.services.%s %d %d"
                .formatted(part, reason(i) == Reason.OK ? 0 : 1, SECOND + i))
        .toList();
  }

  private static void awaitLines(Receiver.Connection connection, int lines) {
    Rig.await(
        lines + " lines", // of the service, and one of the pilot light
        () -> connection.lines().size() > lines);
  }

  private Receiver.Connection connection(int number) {
    Rig.await("connection " + number, () -> receiver.connections().size() > number);
    return receiver.connections().get(number);
  }

  @Test
  void eachResultIsAPointAtItsSecond() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    results(rig, "shop.eu", 0, 4);
    rig.graphite().judged(judged(service(1, "shop.eu"), Reason.NO_DESCRIPTORS, T0));
    rig.graphite().judged(judged(service(2, "till"), Reason.ERROR_RATE, T0));
    rig.begin();

    awaitLines(connection(0), 5);
    var expected = new ArrayList<>(lines("shop-eu", 0, 4));
    expected.add("coco.health.local.services.till 0 " + SECOND);
    expected.add(PILOT);
    assertThat(receiver.lines()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void pathsAndValuesAreAsTheSettingsHaveThem() {
    var settings =
        new GraphiteSettings(null, "ops.watch", "prod-uk", GraphiteSettings.Value.HEALTH_IS_ONE);
    var rig = rig(settings, Rig.NEVER);
    results(rig, "shop", 0, 2);
    rig.begin();

    awaitLines(connection(0), 2);
    assertThat(receiver.lines())
        .containsExactlyInAnyOrder(
            "ops.watch.health.prod-uk.services.shop 0 " + SECOND,
            "ops.watch.health.prod-uk.services.shop 1 " + (SECOND + 1),
            "ops.watch.health.prod-uk.pilot-light 1 " + SECOND);
  }

  @Test
  void thePilotLightShinesAgainAndAgainAndNothingElseIsRepeated() {
    var rig = rig(GraphiteSettings.OFF, OFTEN).begin();
    results(rig, "shop", 0, 3);
    Rig.await("pilot lights", () -> pilots() >= 5 && receiver.lines().size() >= 8);
    results(rig, "shop", 3, 5);
    Rig.await("later results", () -> receiver.lines().containsAll(lines("shop", 3, 5)));

    assertThat(receiver.lines())
        .filteredOn(line -> !line.equals(PILOT))
        .containsExactlyElementsOf(lines("shop", 0, 5));
    assertThat(receiver.connections()).hasSize(1);
    assertThat(rig.graphite().counts().repeated()).isZero();
    assertThat(rig.graphite().feed().connected()).isTrue();
    assertThat(rig.graphite().feed().connections()).isEqualTo(1);
    assertThat(rig.graphite().feed().failures()).isZero();
  }

  private long pilots() {
    return receiver.lines().stream().filter(PILOT::equals).count();
  }

  @Test
  void whatWentIntoAConnectionThatBreaksIsSentAgain() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    results(rig, "shop", 0, 10);
    rig.begin();
    awaitLines(connection(0), 10);
    connection(0).reset();

    awaitLines(connection(1), 10);
    assertThat(connection(1).lines()).contains(PILOT).containsAll(lines("shop", 0, 10));
    Rig.await("counted", () -> rig.graphite().counts().repeated() == 11);
    assertThat(rig.graphite().counts().sent()).isEqualTo(11);
    assertThat(rig.graphite().feed().failures()).isEqualTo(1);
  }

  @Test
  void anOutageLosesNothingThatFitsTheBuffer() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    results(rig, "shop", 0, 10);
    rig.begin();
    awaitLines(connection(0), 10);
    receiver.goAway();
    Rig.await("tries", () -> rig.graphite().feed().failures() >= 3);
    assertThat(rig.graphite().feed().connected()).isFalse();
    results(rig, "shop", 10, 60);
    receiver.comeBack();

    awaitLines(connection(1), 60);
    assertThat(connection(1).lines())
        .filteredOn(line -> !line.equals(PILOT))
        .containsExactlyElementsOf(lines("shop", 0, 60));
    assertThat(rig.graphite().counts().dropped(Loss.OVERFLOW)).isZero();
  }

  @Test
  void ofALongOutageTheOldestGoAndAreCounted() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    receiver.goAway();
    rig.begin();
    results(rig, "shop", 0, 75);
    Rig.await("tries", () -> rig.graphite().feed().failures() >= 2);
    assertThat(rig.graphite().counts().waiting()).isEqualTo(61);
    receiver.comeBack();

    awaitLines(connection(0), 60);
    assertThat(receiver.lines())
        .filteredOn(line -> !line.equals(PILOT))
        .containsExactlyElementsOf(lines("shop", 15, 75));
    assertThat(rig.graphite().counts().dropped(Loss.OVERFLOW)).isEqualTo(15);
    Rig.await("counted", () -> rig.graphite().counts().waiting() == 0);
  }

  @Test
  void whoeverHasManyResultsIsNotMadeToWaitForTheMinute() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER).begin();
    awaitLines(connection(0), 0);
    results(rig, "shop", 0, 30);
    awaitLines(connection(0), 30);
    assertThat(receiver.lines()).containsAll(lines("shop", 0, 30));
  }

  @Test
  void theLastResultsAreSentWhenItEnds() throws Exception {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER).begin();
    awaitLines(connection(0), 0);
    results(rig, "shop", 0, 5);
    rig.end();

    awaitLines(connection(0), 5);
    assertThat(receiver.lines()).containsAll(lines("shop", 0, 5));
  }

  @Test
  void onceStartedAnewItGoesOnWhereItWas() throws Exception {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    results(rig, "shop", 0, 5);
    rig.begin();
    awaitLines(connection(0), 5);
    rig.end();
    results(rig, "shop", 5, 7);
    rig.begin();

    awaitLines(connection(1), 7);
    assertThat(connection(1).lines()).contains(PILOT).containsAll(lines("shop", 0, 7));
  }

  @Test
  void ofTwoServicesThatAreCalledTheSameThereTheYoungerHasNoPoints() {
    var rig = rig(GraphiteSettings.OFF, OFTEN);
    rig.graphite().judged(judged(service(8, "a-b"), Reason.CONNECT_REFUSED, T0));
    rig.graphite().judged(judged(service(3, "a.b"), Reason.OK, T0));
    rig.begin();

    Rig.await("writings", () -> pilots() >= 2);
    assertThat(new HashSet<>(receiver.lines()))
        .containsExactlyInAnyOrder(PILOT, "coco.health.local.services.a-b 0 " + SECOND);
    assertThat(rig.graphite().counts().dropped(Loss.NAME_TAKEN)).isEqualTo(1);
    assertThat(rig.graphite().feed().withoutName()).isEqualTo(1);
  }

  @Test
  void aServiceThatIsRemovedAndAddedAgainHasAllItsPoints() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    rig.graphite().judged(judged(service(3, "shop"), Reason.OK, T0));
    rig.graphite().judged(judged(service(8, "shop"), Reason.CONNECT_REFUSED, T0.plusSeconds(1)));
    rig.begin();

    awaitLines(connection(0), 2);
    assertThat(receiver.lines())
        .containsExactlyInAnyOrder(
            PILOT,
            "coco.health.local.services.shop 0 " + SECOND,
            "coco.health.local.services.shop 1 " + (SECOND + 1));
    assertThat(rig.graphite().feed().withoutName()).isZero();
  }

  @Test
  void whoeverAcceptsAndNeverReadsIsLeftAndDelaysNobody() {
    var deaf = open(new Receiver(false));
    var rig =
        open(
            new Rig(
                deaf.endpoint(),
                GraphiteSettings.OFF,
                Rig.NEVER,
                Duration.ofMillis(200),
                InstantSource.fixed(T0)));
    for (int number = 0; number < 4000; number++) { // of sixty points each: more than kernels keep
      var service = service(number, "a".repeat(100) + number);
      for (int i = 0; i < Ring.KEPT; i++) {
        rig.graphite().judged(judged(service, Reason.OK, T0.plusSeconds(i)));
      }
    }
    rig.begin();

    Rig.await("failures", () -> rig.graphite().feed().failures() >= 2);
    Rig.await("connections", () -> deaf.connections().size() >= 2);
    assertThat(rig.graphite().counts().sent()).isPositive().isLessThan(240_000);
    assertThat(rig.graphite().counts().dropped(Loss.OVERFLOW)).isZero();
  }

  @Test
  void hugeNumbersOfPointsArriveWhole() {
    var rig = rig(GraphiteSettings.OFF, Rig.NEVER);
    for (int number = 0; number < 1000; number++) {
      for (int i = 0; i < 20; i++) {
        rig.graphite().judged(judged(service(number, "s" + number), reason(i), T0.plusSeconds(i)));
      }
    }
    rig.begin();

    awaitLines(connection(0), 20_000);
    var expected = new HashSet<String>();
    expected.add(PILOT);
    for (int number = 0; number < 1000; number++) {
      expected.addAll(lines("s" + number, 0, 20));
    }
    assertThat(receiver.lines()).hasSize(20_001);
    assertThat(new HashSet<>(receiver.lines())).isEqualTo(expected);
    Rig.await("counted", () -> rig.graphite().counts().sent() == 20_001);
  }
}
