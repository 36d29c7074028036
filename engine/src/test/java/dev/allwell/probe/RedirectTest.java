package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.StatusSet;
import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.DnsRecord;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LogWatch.class)
class RedirectTest {
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void aChainIsFollowedToItsEnd() {
    try (var target = SickTarget.playing(Sickness.redirectChain(3))) {
      Attempt attempt = lane.probe(Checks.redirects(Checks.http(target), 3));
      assertThat(attempt.reason()).isEqualTo(Reason.OK);
      assertThat(attempt.status()).isEqualTo(200);
      assertThat(target.arrivals().stream().map(Arrival::line))
          .containsExactly(
              "GET /0 HTTP/1.1", "GET /1 HTTP/1.1", "GET /2 HTTP/1.1", "GET /3 HTTP/1.1");
    }
  }

  @Test
  void aLongerChainIsTooLong() {
    try (var target = SickTarget.playing(Sickness.redirectChain(4))) {
      Attempt attempt = lane.probe(Checks.redirects(Checks.http(target), 3));
      assertThat(attempt.reason()).isEqualTo(Reason.TOO_MANY_REDIRECTS);
      assertThat(attempt.status()).isEqualTo(302);
      assertThat(target.arrivals()).hasSize(4);
    }
  }

  @Test
  void aLoopEnds() {
    try (var target = SickTarget.playing(Sickness.redirecting(301, "/0"))) {
      assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.TOO_MANY_REDIRECTS);
    }
  }

  @Test
  void whoDoesNotFollowTakesTheRedirectForTheAnswer() {
    try (var target = SickTarget.playing(Sickness.redirecting(302, "/else"))) {
      HttpCheck check = Checks.redirects(Checks.http(target), 0);
      Attempt refused = lane.probe(check);
      assertThat(refused.reason()).isEqualTo(Reason.UNEXPECTED_STATUS);
      assertThat(refused.status()).isEqualTo(302);
      var expect =
          new HttpCheck.Expect(
              new StatusSet(List.of(new StatusSet.Range(302, 302))), HttpCheck.Format.AUTO);
      assertThat(lane.probe(Checks.expect(check, expect)).reason()).isEqualTo(Reason.OK);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://metadata.google.internal/computeMetadata/v1/",
        "http://meta.test/",
        "http://0.0.0.0/",
        "//169.254.169.254/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_",
        "ftp://127.0.0.1/",
      })
  void theGuardStandsAtEachHop(String location) {
    lane.names.with("meta.test", DnsRecord.address("169.254.169.254", 30));
    try (var target = SickTarget.playing(Sickness.redirecting(302, location))) {
      assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
    }
  }

  @Test
  void aPlaceThatIsNoneIsABadResponse() {
    try (var target = SickTarget.playing(Sickness.redirecting(302, "http://a b/\\x"))) {
      assertThat(lane.probe(Checks.http(target)).reason()).isEqualTo(Reason.BAD_RESPONSE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://u:hush@127.0.0.1:1/cb?code=hush#hush, http://127.0.0.1:1",
    "/cb/hush?code=hush, http://127.0.0.1",
    "//u:hush@[::1]/?token=hush, 'http://[::1]:80'",
    "http://a b/?token=hush, nowhere",
    "mailto:hush, mailto",
  })
  void ofARedirectOnlyTheOriginIsTold(String location, String told) {
    try (var target =
        SickTarget.playing(
            Sickness.answering(request ->
                request.line().contains("/0")
                    ? Sickness.redirect(302, "/1")
                    : Sickness.redirect(302, location)))) {
      Attempt tooMany = lane.probe(Checks.redirects(Checks.http(target), 1));
      assertThat(tooMany.reason()).isEqualTo(Reason.TOO_MANY_REDIRECTS);
      assertThat(tooMany.detail()).contains(told).doesNotContain("hush");
    }
    try (var target = SickTarget.playing(Sickness.redirecting(302, location))) {
      assertThat(lane.probe(Checks.redirects(Checks.http(target), 1)).detail())
          .doesNotContain("hush");
    }
  }

  @Test
  void aFallToHttpIsToldWithoutItsQuery() {
    try (var target =
        SickTarget.playingOverTls(
            TestLane.AUTHORITY.forLoopback(),
            Sickness.redirecting(302, "http://127.0.0.1:1/?code=hush"))) {
      var secrets = request("GET", Map.of("Authorization", "Basic eDp5"), "");
      assertThat(lane.probe(Checks.request(Checks.https(target), secrets)).detail())
          .isEqualTo("from https to http with secrets: http://127.0.0.1:1");
    }
  }

  @Test
  void secretsStayWithTheirOrigin() {
    var secrets =
        Map.of("Authorization", "Bearer a", "Cookie", "b=c", "X-Api-Key", "d", "X-Plain", "stays");
    try (var other = SickTarget.playing(Sickness.healthy(200, ""));
        var target =
            SickTarget.playing(
                Sickness.answering(request ->
                    request.line().contains("/0")
                        ? Sickness.redirect(307, "/1")
                        : Sickness.redirect(
                            307, "http://" + other.host() + ":" + other.port() + "/")))) {
      HttpCheck check = Checks.request(Checks.http(target), request("GET", secrets, ""));
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
      assertThat(target.arrivals())
          .hasSize(2)
          .allSatisfy(arrival -> assertThat(arrival.header("Authorization")).isEqualTo("Bearer a"));
      assertThat(other.arrivals().getFirst().headers())
          .containsEntry("X-Plain", "stays")
          .containsEntry("Host", other.host() + ":" + other.port())
          .doesNotContainKeys("Authorization", "Cookie", "X-Api-Key");
    }
  }

  @Test
  void aBodyDoesNotFallFromHttpsToHttp() {
    try (var plain = SickTarget.playing(Sickness.healthy(200, ""));
        var target =
            SickTarget.playingOverTls(
                TestLane.AUTHORITY.forLoopback(),
                Sickness.redirecting(307, "http://127.0.0.1:" + plain.port() + "/"))) {
      HttpCheck login =
          Checks.request(Checks.https(target), request("POST", Map.of(), "password=hush"));
      assertThat(lane.probe(login).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(plain.arrivals()).isEmpty();
    }
  }

  @Test
  void secretsDoNotFallFromHttpsToHttp() {
    try (var plain = SickTarget.playing(Sickness.healthy(200, ""));
        var target =
            SickTarget.playingOverTls(
                TestLane.AUTHORITY.forLoopback(),
                Sickness.redirecting(302, "http://127.0.0.1:" + plain.port() + "/"))) {
      HttpCheck open = Checks.https(target);
      assertThat(lane.probe(open).reason()).isEqualTo(Reason.OK);
      HttpCheck secret =
          Checks.request(open, request("GET", Map.of("Authorization", "Basic eDp5"), ""));
      assertThat(lane.probe(secret).reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
      assertThat(plain.arrivals()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "301, POST, GET",
    "302, POST, GET",
    "303, POST, GET",
    "303, PUT, GET",
    "303, HEAD, HEAD",
    "302, PUT, PUT",
    "307, POST, POST",
    "308, POST, POST",
    "302, HEAD, HEAD"
  })
  void theMethodOfTheNextRequestIsTheStatusAffair(int status, String method, String next) {
    try (var target =
        SickTarget.playing(
            Sickness.answering(request ->
                request.line().contains("/0")
                    ? Sickness.redirect(status, "/1")
                    : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
      String body = method.equals("HEAD") ? "" : "hello";
      var sent = request(method, Map.of("Content-Type", "text/plain"), body);
      assertThat(lane.probe(Checks.request(Checks.http(target), sent)).reason())
          .isEqualTo(Reason.OK);
      Arrival last = target.arrivals().getLast();
      assertThat(last.line()).isEqualTo(next + " /1 HTTP/1.1");
      assertThat(last.body()).isEqualTo(next.equals("GET") ? "" : body);
      assertThat(last.headers().containsKey("Content-Type")).isEqualTo(!next.equals("GET"));
    }
  }

  private static HttpCheck.Request request(
      String method, Map<String, String> headers, String body) {
    return new HttpCheck.Request(method, headers, body);
  }
}
