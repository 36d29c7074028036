package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Expect;
import dev.allwell.model.HttpCheck.Format;
import dev.allwell.model.Reason;
import dev.allwell.model.Secret;
import dev.allwell.model.StatusSet;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A service that answers with an FT health document.
@ExtendWith(LogWatch.class)
class FtProbeTest {
  private static final String WELL = document("{\"name\":\"a\",\"ok\":true,\"severity\":1}");
  private static final String FAILING =
      document(
          "{\"name\":\"a\",\"ok\":false,\"severity\":3},{\"id\":\"b\",\"severity\":2},{\"ok\":true}");

  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  private static String document(String checks) {
    return "{\"schemaVersion\":1,\"checks\":[" + checks + "]}";
  }

  private static HttpCheck check(SickTarget target) {
    return Checks.http(target).with(new Expect(StatusSet.OK, Format.FT));
  }

  private Attempt answered(int status, String body) {
    try (var target = SickTarget.playing(Sickness.healthy(status, body))) {
      return lane.probe(check(target));
    }
  }

  @Nested
  class TheOutcome {
    @Test
    void isGoodWhenEachCheckIs() {
      Attempt attempt = answered(200, WELL);
      assertThat(attempt.reason()).isEqualTo(Reason.OK);
      assertThat(attempt.detail()).isEmpty();
      assertThat(attempt.severity()).isZero();
    }

    @Test
    void namesWhatFailsAndHowBadItIs() {
      Attempt attempt = answered(200, FAILING);
      assertThat(attempt.reason()).isEqualTo(Reason.REPORTED_FAILING);
      assertThat(attempt.detail()).isEqualTo("2 healthchecks failing (a, b)");
      assertThat(attempt.severity()).isEqualTo(2);
      assertThat(attempt.retried()).isFalse();
      assertThat(attempt.reason().ready()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"201", "204", "404", "503"})
    void isTheStatusWhenItIsAnother(int status) {
      Attempt attempt = answered(status, status == 204 ? "" : WELL);
      assertThat(attempt.reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
      assertThat(attempt.detail()).isEqualTo("status " + status + ", expected 200");
      assertThat(attempt.severity()).isZero();
    }

    @Test
    void isOfTheDocumentWhereTheStatusIsExpected() {
      try (var target = SickTarget.playing(Sickness.healthy(503, FAILING))) {
        var both =
            new StatusSet(List.of(new StatusSet.Range(200, 200), new StatusSet.Range(503, 503)));
        Attempt attempt = lane.probe(check(target).with(new Expect(both, Format.FT)));
        assertThat(attempt.reason()).isEqualTo(Reason.REPORTED_FAILING);
        assertThat(attempt.severity()).isEqualTo(2);
      }
    }

    @Test
    void isThatTheBodyIsNone() {
      Attempt attempt = answered(200, "<html>OK</html>");
      assertThat(attempt.reason()).isEqualTo(Reason.EXPECTATION_FAILED);
      assertThat(attempt.detail()).isEqualTo("no FT health document: the body is no JSON object");
    }

    @Test
    void isThatTheBodyIsTooLong() {
      String huge = WELL.replace("true", "true,\"x\":\"" + "x".repeat(70_000) + "\"");
      Attempt attempt = answered(200, huge);
      assertThat(attempt.reason()).isEqualTo(Reason.BODY_TRUNCATED);
      assertThat(attempt.detail()).isEqualTo("the document is longer than 64 KiB");
      try (var target = SickTarget.playing(Sickness.healthy(200, huge))) {
        HttpCheck patient = Checks.maxBody(check(target), 1 << 20);
        assertThat(lane.probe(patient).reason()).isEqualTo(Reason.OK);
      }
    }

    @Test
    void isTheTimeOut() {
      try (var target = SickTarget.playing(Sickness.hanging())) {
        Attempt attempt = lane.probe(check(target), Duration.ofMillis(300));
        assertThat(attempt.reason().timedOut()).as("%s", attempt).isTrue();
        assertThat(attempt.detail()).isNotEmpty();
      }
    }

    @Test
    void isWhatTheBodyMustHoldBesides() {
      var expected = new BodyExpect("severity\":1", null, Map.of());
      var other = new BodyExpect("severity\":3", null, Map.of());
      try (var target = SickTarget.playing(Sickness.healthy(200, WELL))) {
        assertThat(lane.probe(Checks.body(check(target), expected)).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(Checks.body(check(target), other)).reason())
            .isEqualTo(Reason.EXPECTATION_FAILED);
      }
      try (var target = SickTarget.playing(Sickness.healthy(200, FAILING))) {
        assertThat(lane.probe(Checks.body(check(target), other)).reason())
            .isEqualTo(Reason.REPORTED_FAILING);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Format.class, names = "FT", mode = EnumSource.Mode.EXCLUDE)
  void noOtherFormatLooksForIt(Format format) {
    try (var target = SickTarget.playing(Sickness.healthy(200, FAILING))) {
      Attempt attempt = lane.probe(Checks.format(Checks.http(target), format));
      assertThat(attempt.reason())
          .isEqualTo(format == Format.MONITOR ? Reason.EXPECTATION_FAILED : Reason.OK);
      assertThat(attempt.severity()).isZero();
    }
  }

  @Nested
  class TheRequest {
    @Test
    void asksForJson() {
      assertThat(accepted(HttpCheck.Request.GET)).isEqualTo("application/json");
    }

    @Test
    void asksForWhatItsOwnHeadersSay() {
      var plain = new HttpCheck.Request("GET", Map.of("accept", "text/json"), "");
      assertThat(accepted(plain)).isEqualTo("text/json");
      var secret = Map.of("ACCEPT", new Secret("text/x-json"));
      assertThat(accepted(new HttpCheck.Request("GET", null, HttpAuth.NONE, Map.of(), secret, "")))
          .isEqualTo("text/x-json");
    }

    @Test
    void asksForJsonBehindARedirectToo() {
      try (var target = SickTarget.playing(Sickness.healthy(200, WELL));
          var door =
              SickTarget.playing(
                  Sickness.redirecting(302, "http://127.0.0.1:" + target.port() + "/there"))) {
        assertThat(lane.probe(check(door)).reason()).isEqualTo(Reason.OK);
        assertThat(target.arrivals().getFirst().header("Accept")).isEqualTo("application/json");
      }
    }

    private String accepted(HttpCheck.Request request) {
      try (var target = SickTarget.playing(Sickness.healthy(200, WELL))) {
        assertThat(lane.probe(check(target).with(request)).reason()).isEqualTo(Reason.OK);
        return target.arrivals().getFirst().header("Accept");
      }
    }
  }
}
