package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.ClosedPort;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LogWatch.class)
class HttpProbeTest {
  private static final String DOCUMENT =
      "{\"uptime_sec\":9,\"request_count\":10,\"error_count\":3,\"attributes\":{\"v\":\"1\"}}";
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Nested
  class ARequest {
    @Test
    void saysWhoAsksAndAsksForAFreshConnection() {
      lane.names.with("shop.test", DnsRecord.address("127.0.0.1", 30));
      try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
        Attempt attempt = lane.probe(Checks.http("shop.test", target.port()));
        assertThat(attempt.reason()).isEqualTo(Reason.OK);
        Arrival arrival = target.arrivals().getFirst();
        assertThat(arrival.line()).isEqualTo("GET /0 HTTP/1.1");
        assertThat(arrival.headers())
            .containsEntry("Host", "shop.test:" + target.port())
            .containsEntry("Accept", "*/*")
            .containsEntry("Connection", "close");
        assertThat(arrival.header("User-Agent")).startsWith("allwell/");
      }
    }

    @Test
    void carriesItsMethodHeadersAndBody() {
      try (var target = SickTarget.playing(Sickness.healthy(200, ""))) {
        var request =
            new HttpCheck.Request(
                "POST", Map.of("Accept", "application/json", "X-A", "b"), "{\"ä\":1}");
        lane.probe(Checks.request(Checks.http(target), request));
        Arrival arrival = target.arrivals().getFirst();
        assertThat(arrival.line()).startsWith("POST ");
        assertThat(arrival.headers())
            .containsEntry("Accept", "application/json")
            .containsEntry("X-A", "b")
            .containsEntry("Content-Length", "8");
        assertThat(arrival.body()).isEqualTo("{\"ä\":1}");
      }
    }

    @Test
    void byHeadHasAnAnswerWithoutABody() {
      try (var target =
          SickTarget.playing(Sickness.raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"))) {
        var request = new HttpCheck.Request("HEAD", Map.of(), "");
        assertThat(lane.probe(Checks.request(Checks.http(target), request)).reason())
            .isEqualTo(Reason.OK);
      }
    }

    @Test
    void throughTlsTellsEachPhase() {
      try (var target =
          SickTarget.playingOverTls(
              TestLane.AUTHORITY.forLoopback(), Sickness.healthy(200, "fine"))) {
        Attempt attempt = lane.probe(Checks.https(target));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        assertThat(attempt.phases().connect()).isPositive();
        assertThat(attempt.phases().tls()).isPositive();
        assertThat(attempt.phases().firstByte()).isPositive();
      }
    }

    @Test
    void toACertificateThatIsNotTrustedFailsUnlessNobodyVerifies() {
      try (var target =
          SickTarget.playingOverTls(
              TestLane.AUTHORITY.forName("other.test"), Sickness.healthy(200, "fine"))) {
        HttpCheck check = Checks.https(target);
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.TLS_CERTIFICATE);
        assertThat(lane.probe(check.with(Checks.UNVERIFIED)).reason()).isEqualTo(Reason.OK);
      }
    }

    @Test
    void toNobodyIsRefused() {
      try (var port = new ClosedPort()) {
        assertThat(lane.probe(Checks.http("127.0.0.1", port.number())).reason())
            .isEqualTo(Reason.CONNECT_REFUSED);
      }
    }

    @Test
    void toANameThatDoesNotExistIsNotFound() {
      assertThat(lane.probe(Checks.http("nobody.test", 80)).reason())
          .isEqualTo(Reason.DNS_NOT_FOUND);
    }

    @Test
    void toACloudsMetadataIsBlocked() {
      assertThat(lane.probe(Checks.http("169.254.169.254", 80)).reason())
          .isEqualTo(Reason.BLOCKED_BY_POLICY);
    }
  }

  @Nested
  class ADocument {
    @Test
    void isReportedWhenItIsOne() {
      Attempt attempt = answered(DOCUMENT, HttpCheck.Format.AUTO);
      assertThat(attempt.reason()).isEqualTo(Reason.OK);
      assertThat(attempt.report()).contains(Report.of(9, 10, 3, Map.of("v", "1")));
    }

    @Test
    void isNotLookedForWhenTheFormatIsNone() {
      assertThat(answered(DOCUMENT, HttpCheck.Format.NONE).report()).isEmpty();
    }

    @Test
    void isNotMissedUnlessDemanded() {
      assertThat(answered("fine", HttpCheck.Format.AUTO).reason()).isEqualTo(Reason.OK);
      assertThat(answered("fine", HttpCheck.Format.MONITOR).reason())
          .isEqualTo(Reason.EXPECTATION_FAILED);
    }

    @Test
    void isNotReadFromAnUnexpectedAnswer() {
      try (var target = SickTarget.playing(Sickness.healthy(500, DOCUMENT))) {
        assertThat(lane.probe(Checks.http(target)).report()).isEmpty();
      }
    }

    @Test
    void thatWasCutIsSaidToBe() {
      String huge = "{\"attributes\":{\"a\":\"" + "x".repeat(70_000) + "\"}}";
      Attempt demanded = answered(huge, HttpCheck.Format.MONITOR);
      assertThat(demanded.reason()).isEqualTo(Reason.BODY_TRUNCATED);
      assertThat(demanded.truncated()).isTrue();
      Attempt other = answered(huge, HttpCheck.Format.AUTO);
      assertThat(other.reason()).isEqualTo(Reason.OK);
      assertThat(other.truncated()).isTrue();
    }

    @Test
    void ofExactlyTheCapIsWhole() {
      Attempt attempt = answered("x".repeat(65_536), HttpCheck.Format.AUTO);
      assertThat(attempt.truncated()).isFalse();
      assertThat(answered("x".repeat(65_537), HttpCheck.Format.NONE).truncated()).isTrue();
    }

    private Attempt answered(String body, HttpCheck.Format format) {
      try (var target = SickTarget.playing(Sickness.healthy(200, body))) {
        return lane.probe(Checks.format(Checks.http(target), format));
      }
    }
  }

  @Nested
  class AConnection {
    @Test
    void isFreshEachTimeUnlessKept() {
      try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
        for (int i = 0; i < 3; i++) {
          assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.OK);
        }
        assertThat(target.accepted()).isEqualTo(3);
      }
    }

    @Test
    void isReusedWhenKept() {
      try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
        for (int i = 0; i < 5; i++) {
          Attempt attempt = lane.probe(Checks.keepAlive(Checks.http(target)));
          assertThat(attempt.reason()).isEqualTo(Reason.OK);
        }
        assertThat(target.accepted()).isEqualTo(1);
        assertThat(target.arrivals()).hasSize(5);
      }
    }

    @Test
    void isReusedOverTls() {
      try (var target =
          SickTarget.playingOverTls(
              TestLane.AUTHORITY.forLoopback(), Sickness.healthy(200, "fine"))) {
        for (int i = 0; i < 3; i++) {
          Attempt attempt = lane.probe(Checks.keepAlive(Checks.https(target)));
          assertThat(attempt.reason()).isEqualTo(Reason.OK);
        }
        assertThat(target.accepted()).isEqualTo(1);
      }
    }

    @Test
    void thatThePeerClosedMeanwhileIsReplaced() {
      try (var target =
          SickTarget.playing(wire -> {
            wire.request();
            wire.write(Sickness.answer(200, "fine"));
          })) {
        for (int i = 0; i < 5; i++) {
          Attempt attempt = lane.probe(Checks.keepAlive(Checks.http(target)));
          assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        }
      }
    }

    @Test
    void thatClosesUponReuseIsReplacedOnce() {
      try (var target =
          SickTarget.playing(wire -> {
            wire.request();
            wire.write(Sickness.answer(200, "fine"));
            wire.request();
          })) {
        HttpCheck check = Checks.keepAlive(Checks.http(target));
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        assertThat(target.accepted()).isEqualTo(2);
        assertThat(target.arrivals()).hasSize(3);
      }
    }

    @Test
    void thatIsFreshAndClosesIsNotReplaced() {
      try (var target = SickTarget.playing(Sickness.closing())) {
        Attempt attempt = lane.probe(Checks.keepAlive(Checks.http(target)));
        assertThat(attempt.reason()).isEqualTo(Reason.CLOSED_EARLY);
        assertThat(target.accepted()).isEqualTo(1);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"and more", "HTTP/1.1 500 forged\r\nContent-Length: 0\r\n\r\n"})
    void withMoreThanAnAnswerIsNotReused(String more) {
      try (var target =
          SickTarget.playing(Sickness.answering(_ -> Sickness.answer(200, "fine") + more))) {
        HttpCheck check = Checks.keepAlive(Checks.http(target));
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
        assertThat(target.accepted()).isEqualTo(2);
      }
    }
  }
}
