package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// An attempt that is cancelled is over at once, in every phase: the target's own log and this
/// process's own descriptors tell.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(LogWatch.class)
class CancelTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MANY = 1000;
  private static final long SLACK = 20; // the JVM opens files of its own
  private final TestLane lane;

  CancelTest(Transport transport) {
    lane = new TestLane(transport);
  }

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void whileResolving() {
    lane.names.suffering(DnsSickness.SILENT);
    assertNothingStays(Checks.http("slow.test", 80), i -> !lane.names.questions().isEmpty());
  }

  @Test
  void whileConnecting() {
    try (var hole = new BlackHole()) {
      assertNothingStays(Checks.http(hole.host(), hole.port()), i -> true);
    }
  }

  @Test
  void whileShakingHands() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertNothingStays(Checks.tcp(target, true), i -> target.accepted() == i);
      TestLane.await(() -> target.ended() == target.accepted());
    }
  }

  @Test
  void whileWaitingForTheFirstByte() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertNothingStays(Checks.http(target), i -> target.accepted() == i);
      TestLane.await(() -> target.ended() == target.accepted());
    }
  }

  @Test
  void inTheMiddleOfTheBody() {
    String cut = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc";
    try (var target = SickTarget.playing(Sickness.rawThenHanging(cut))) {
      assertNothingStays(Checks.http(target), i -> target.arrivals().size() == i);
      TestLane.await(() -> target.ended() == target.accepted());
    }
  }

  @Test
  void onAConnectionThatWasReused() {
    try (var target =
        SickTarget.playing(wire -> {
          wire.request();
          wire.write(Sickness.answer(200, "well"));
          wire.request();
          wire.hang();
        })) {
      var check = Checks.keepAlive(Checks.http(target));
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      var second = lane.begin(check, LIMIT);
      TestLane.await(() -> target.arrivals().size() == 2);
      assertThat(target.accepted()).isEqualTo(1);
      second.cancel();
      TestLane.await(() -> target.ended() == 1);
      assertThat(second.ended).isNotDone();
    }
  }

  @Test
  void whileANameServerIsSilent() {
    try (var server = new DnsServer().suffering(DnsSickness.SILENT)) {
      var endpoint = new Endpoint("127.0.0.1", server.port());
      assertNothingStays(
          DnsCheck.of(endpoint, "a.test", DnsCheck.Type.A), i -> server.questions().size() == i);
    }
  }

  @Test
  void onceItIsOverNothingIsCancelledAnyMore() {
    try (var target = SickTarget.playing(Sickness.healthy(200, "well"))) {
      var ended = lane.begin(Checks.keepAlive(Checks.http(target)), LIMIT);
      assertThat(ended.ended.join().reason()).isEqualTo(Reason.OK);
      ended.cancel();
      assertThat(lane.probe(Checks.keepAlive(Checks.http(target))).reason()).isEqualTo(Reason.OK);
      assertThat(target.accepted()).isEqualTo(1);
    }
  }

  /// @param underWay whether the i-th attempt, from 1, is where it is to be cancelled
  private void assertNothingStays(Check check, Phase underWay) {
    cancelled(check, () -> underWay.reached(1)); // what is opened once and kept
    long before = descriptors();
    for (int i = 2; i <= MANY; i++) {
      int number = i;
      cancelled(check, () -> underWay.reached(number));
    }
    // the other ends are in this process too, and are closed a little later
    TestLane.await(() -> descriptors() <= before + SLACK);
  }

  private void cancelled(Check check, BooleanSupplier underWay) {
    var attempt = lane.begin(check, LIMIT);
    TestLane.await(underWay);
    attempt.cancel();
    assertThat(attempt.ended).isNotDone();
  }

  /// Which attempt is where it should be.
  private interface Phase {
    boolean reached(int attempt);
  }

  private static long descriptors() {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
