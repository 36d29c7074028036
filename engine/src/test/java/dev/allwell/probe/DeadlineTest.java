package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.egress.Transport;
import dev.allwell.model.Attempt;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Reason;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.DnsServer;
import dev.allwell.testkit.DnsSickness;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The one deadline is named after the phase that it found.
@ParameterizedClass
@EnumSource(Transport.class)
@ExtendWith(LogWatch.class)
class DeadlineTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private final TestLane lane;

  DeadlineTest(Transport transport) {
    lane = new TestLane(transport);
  }

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void whileResolving() {
    lane.names.suffering(DnsSickness.SILENT);
    assertEnds(Checks.http("slow.test", 80), Reason.TIMEOUT_RESOLVE);
  }

  @Test
  void whileConnecting() {
    try (var hole = new BlackHole()) {
      assertEnds(Checks.http(hole.host(), hole.port()), Reason.TIMEOUT_CONNECT);
    }
  }

  @Test
  void whileShakingHands() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertEnds(Checks.tcp(target, true), Reason.TIMEOUT_TLS);
      TestLane.await(() -> target.ended() == 1);
    }
  }

  @Test
  void whileWaitingForTheFirstByte() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      assertEnds(Checks.http(target), Reason.TIMEOUT_FIRST_BYTE);
      TestLane.await(() -> target.ended() == 1);
    }
  }

  @Test
  void whileANameServerIsSilent() {
    try (var server = new DnsServer().suffering(DnsSickness.SILENT)) {
      var endpoint = new Endpoint("127.0.0.1", server.port());
      assertEnds(DnsCheck.of(endpoint, "a.test", DnsCheck.Type.A), Reason.TIMEOUT_FIRST_BYTE);
    }
  }

  @Test
  void overAllRedirectsTogether() {
    try (var target =
        SickTarget.playing(wire -> {
          wire.request();
          Thread.sleep(200);
          wire.write(Sickness.redirect(302, "/again"));
        })) {
      assertEnds(Checks.redirects(Checks.http(target), 10), Reason.TIMEOUT_FIRST_BYTE);
    }
  }

  @Test
  void aLaneThatWasBusyBlamesNoTarget() {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      var attempt = lane.start(Checks.http(target), LIMIT.multipliedBy(6));
      TestLane.await(() -> target.accepted() == 1);
      lane.execute(() -> spin(LIMIT.multipliedBy(8)));
      assertThat(attempt.join().reason()).isEqualTo(Reason.PAUSED);
    }
  }

  @Test
  void anAnswerThatCameInTimeIsSeenHoweverBusyTheLaneWas() {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    try (var target =
        SickTarget.playing(wire -> {
          wire.request();
          asked.countDown();
          answer.await();
          wire.write(Sickness.answer(200, "well"));
        })) {
      var attempt = lane.start(Checks.http(target), LIMIT.multipliedBy(10));
      TestLane.await(() -> asked.getCount() == 0);
      lane.execute(() -> {
        answer.countDown();
        spin(LIMIT.multipliedBy(10));
      });
      assertThat(attempt.join().reason()).isEqualTo(Reason.OK);
    }
  }

  private static void spin(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - until < 0) {
      Thread.onSpinWait();
    }
  }

  private void assertEnds(Check check, Reason reason) {
    long began = System.nanoTime();
    Attempt attempt = lane.probe(check, LIMIT);
    long took = System.nanoTime() - began;
    assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(reason);
    assertThat(took).isBetween(LIMIT.toNanos(), LIMIT.plusSeconds(10).toNanos());
  }
}
