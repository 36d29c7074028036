package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.BodyExpect;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.HttpCheck.Version;
import dev.allwell.model.Reason;
import dev.allwell.model.Secret;
import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.Http2Target;
import dev.allwell.testkit.Http2Target.Answer;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is the same over HTTP/2, and what is said when it is not spoken.
@ExtendWith(LogWatch.class)
class Http2Test {
  private static final String DOCUMENT =
      "{\"uptime_sec\":9,\"request_count\":10,\"error_count\":3}";
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Nested
  class Agreement {
    @ParameterizedTest
    @EnumSource(value = Version.class, mode = EnumSource.Mode.EXCLUDE, names = "HTTP_1_1")
    void isReachedInTheHandshake(Version version) {
      try (var target = overTls(new Answer(200, Map.of(), "fine"))) {
        Attempt attempt = lane.probe(Checks.version(https(target), version));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        assertThat(attempt.status()).isEqualTo(200);
        assertThat(attempt.phases().tls()).isPositive();
        assertThat(attempt.phases().firstByte()).isPositive();
        Arrival arrival = target.arrivals().getFirst();
        assertThat(arrival.line()).isEqualTo("GET /0 HTTP/2 https");
        assertThat(arrival.header("Host")).isEqualTo(target.host() + ":" + target.port());
        assertThat(arrival.header("User-Agent")).startsWith("allwell/");
        assertThat(arrival.headers()).doesNotContainKeys("Connection", "Transfer-Encoding");
      }
    }

    @Test
    void isTakenForGrantedWithoutTls() {
      try (var target = clear(new Answer(200, Map.of(), DOCUMENT))) {
        Attempt attempt = lane.probe(Checks.version(http(target), Version.HTTP_2));
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        assertThat(attempt.report()).isPresent();
        assertThat(target.arrivals().getFirst().line()).isEqualTo("GET /0 HTTP/2 http");
      }
    }

    @Test
    void thatIsDemandedAndNotReachedIsAFailedHandshake() {
      try (var target =
          SickTarget.playingOverTls(
              TestLane.AUTHORITY.forLoopback(), Sickness.healthy(200, "fine"))) {
        Attempt demanded = lane.probe(Checks.version(Checks.https(target), Version.HTTP_2));
        assertThat(demanded.reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(demanded.detail()).isEqualTo("HTTP/2 was not agreed on in the handshake");
        Attempt either = lane.probe(Checks.version(Checks.https(target), Version.AUTO));
        assertThat(either.reason()).isEqualTo(Reason.OK);
        assertThat(target.arrivals().getFirst().line()).isEqualTo("GET /0 HTTP/1.1");
      }
    }

    @Test
    void isNotSoughtWithoutTlsUnlessDemanded() {
      try (var target = SickTarget.playing(Sickness.healthy(200, "fine"))) {
        assertThat(lane.probe(Checks.version(Checks.http(target), Version.AUTO)).reason())
            .isEqualTo(Reason.OK);
        assertThat(target.arrivals().getFirst().line()).isEqualTo("GET /0 HTTP/1.1");
      }
    }

    @Test
    void withWhoSpeaksHttp1IsABadResponse() {
      try (var target =
          SickTarget.playing(
              Sickness.rawThenHanging("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"))) {
        Attempt attempt = lane.probe(Checks.version(Checks.http(target), Version.HTTP_2));
        assertThat(attempt.reason()).isEqualTo(Reason.BAD_RESPONSE);
        assertThat(attempt.detail()).isEqualTo("the answer is not HTTP/2");
      }
    }
  }

  @Nested
  class AnExchange {
    @Test
    void carriesAllThatARequestHas() {
      try (var target = clear(new Answer(204, Map.of(), ""))) {
        var request =
            new HttpCheck.Request(
                "POST",
                "shop.test",
                new HttpAuth.Bearer(new Secret("t")),
                Map.of("X-Plain", "a"),
                Map.of("X-Key", new Secret("k")),
                "{\"\u00e4\":1}");
        HttpCheck check = Checks.version(http(target), Version.HTTP_2).with(request);
        Attempt attempt = lane.probe(check);
        assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        Arrival arrival = target.arrivals().getFirst();
        assertThat(arrival.line()).isEqualTo("POST /0 HTTP/2 http");
        assertThat(arrival.body()).isEqualTo("{\"\u00e4\":1}");
        assertThat(arrival.headers())
            .containsEntry("Host", "shop.test")
            .containsEntry("Authorization", "Bearer t")
            .containsEntry("X-Plain", "a")
            .containsEntry("X-Key", "k")
            .containsEntry("Content-Length", "8");
      }
    }

    @Test
    void isJudgedAsAnyOther() {
      try (var target = clear(new Answer(503, Map.of(), "no"))) {
        Attempt attempt = lane.probe(Checks.version(http(target), Version.HTTP_2));
        assertThat(attempt.reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
        assertThat(attempt.status()).isEqualTo(503);
      }
      try (var target = clear(new Answer(200, Map.of(), "down"))) {
        HttpCheck check = Checks.version(http(target), Version.HTTP_2);
        assertThat(lane.probe(Checks.body(check, new BodyExpect("UP", null, Map.of()))).reason())
            .isEqualTo(Reason.EXPECTATION_FAILED);
      }
    }

    @Test
    void mayBeCoded() {
      byte[] gzip = Coded.gzip(DOCUMENT.getBytes(StandardCharsets.US_ASCII));
      var answer =
          new Answer(
              200,
              Map.of("Content-Encoding", "gzip"),
              new String(gzip, StandardCharsets.ISO_8859_1));
      try (var target = clear(answer)) {
        Attempt attempt = lane.probe(Checks.version(http(target), Version.HTTP_2));
        assertThat(attempt.report()).isPresent();
      }
    }

    @Test
    void hasABodyOfAnyLengthUpToTheCap() {
      try (var target = clear(new Answer(200, Map.of(), "x".repeat(1_000_000) + "UP"))) {
        HttpCheck check = Checks.version(http(target), Version.HTTP_2);
        assertThat(lane.probe(check).truncated()).isTrue();
        Attempt all =
            lane.probe(
                Checks.body(Checks.maxBody(check, 1 << 20), new BodyExpect("UP", null, Map.of())));
        assertThat(all.reason()).as(all.detail()).isEqualTo(Reason.OK);
        assertThat(all.truncated()).isFalse();
      }
    }

    @Test
    void leadsOn() {
      try (var other = SickTarget.playing(Sickness.healthy(200, ""));
          var target =
              Http2Target.answeringOverTls(
                  TestLane.AUTHORITY.forLoopback(),
                  request ->
                      new Answer(
                          302,
                          Map.of(
                              "Location",
                              request.line().contains("/0")
                                  ? "/1"
                                  : "http://" + other.host() + ":" + other.port() + "/2"),
                          ""))) {
        assertThat(lane.probe(Checks.version(https(target), Version.AUTO)).reason())
            .isEqualTo(Reason.OK);
        assertThat(target.arrivals().stream().map(Arrival::line))
            .containsExactly("GET /0 HTTP/2 https", "GET /1 HTTP/2 https");
        assertThat(other.arrivals().getFirst().line()).isEqualTo("GET /2 HTTP/1.1");
      }
    }

    @Test
    void reusesAConnectionThatIsKept() {
      try (var target = overTls(new Answer(200, Map.of(), "fine"))) {
        HttpCheck check = Checks.version(Checks.keepAlive(https(target)), Version.HTTP_2);
        for (int i = 0; i < 5; i++) {
          Attempt attempt = lane.probe(check);
          assertThat(attempt.reason()).as(attempt.detail()).isEqualTo(Reason.OK);
        }
        assertThat(target.accepted()).isEqualTo(1);
        assertThat(target.arrivals()).hasSize(5);
      }
    }

    @Test
    void ofOneVersionNeverTakesAConnectionOfTheOther() {
      try (var target = clear(new Answer(200, Map.of(), "fine"))) {
        HttpCheck check = Checks.keepAlive(http(target));
        assertThat(lane.probe(Checks.version(check, Version.HTTP_2)).reason()).isEqualTo(Reason.OK);
        assertThat(lane.probe(check).reason()).isNotEqualTo(Reason.OK);
        assertThat(target.accepted()).isEqualTo(2);
      }
    }
  }

  private static Http2Target clear(Answer answer) {
    return Http2Target.answering(_ -> answer);
  }

  private static Http2Target overTls(Answer answer) {
    return Http2Target.answeringOverTls(TestLane.AUTHORITY.forLoopback(), _ -> answer);
  }

  private static HttpCheck http(Http2Target target) {
    return HttpCheck.of(false, new Endpoint(target.host(), target.port()), "/0");
  }

  private static HttpCheck https(Http2Target target) {
    return HttpCheck.of(true, new Endpoint(target.host(), target.port()), "/0");
  }
}
