package dev.allwell.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.egress.LogWatch;
import dev.allwell.model.Attempt;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Secret;
import dev.allwell.testkit.Arrival;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who asks, and whom by name.
@ExtendWith(LogWatch.class)
class HttpIdentityTest {
  private static final HttpAuth BASIC =
      new HttpAuth.Basic("w\u00e4chter", new Secret("p\u00e4ss:wort"));
  private static final HttpAuth BEARER = new HttpAuth.Bearer(new Secret("abc.DEF-123~+/=="));
  private final TestLane lane = new TestLane();

  @AfterEach
  void stop() {
    lane.close();
  }

  @Test
  void aNameAndAPasswordAreSentInUtf8() {
    String sent = sent(request(BASIC, null, Map.of())).header("Authorization");
    assertThat(sent).startsWith("Basic ");
    assertThat(new String(Base64.getDecoder().decode(sent.substring(6)), StandardCharsets.UTF_8))
        .isEqualTo("w\u00e4chter:p\u00e4ss:wort");
  }

  @Test
  void aTokenIsSentAsItIs() {
    assertThat(sent(request(BEARER, null, Map.of())).header("Authorization"))
        .isEqualTo("Bearer abc.DEF-123~+/==");
  }

  @Test
  void aHostOfOnesOwnAndSecretHeadersAreSent() {
    Arrival arrival =
        sent(request(HttpAuth.NONE, "shop.test:8080", Map.of("X-Zone", new Secret("north"))));
    assertThat(arrival.header("Host")).isEqualTo("shop.test:8080");
    assertThat(arrival.header("X-Zone")).isEqualTo("north");
    assertThat(arrival.header("Authorization")).isEmpty();
  }

  @Test
  void allOfThemStayWithTheirOrigin() {
    try (var other = SickTarget.playing(Sickness.healthy(200, ""));
        var target =
            SickTarget.playing(
                Sickness.answering(request ->
                    request.line().contains("/0")
                        ? Sickness.redirect(307, "/1")
                        : Sickness.redirect(
                            307, "http://" + other.host() + ":" + other.port() + "/")))) {
      var request = request(BEARER, "shop.test", Map.of("X-Zone", new Secret("north")));
      assertThat(lane.probe(Checks.request(Checks.http(target), request)).reason())
          .isEqualTo(Reason.OK);
      assertThat(target.arrivals())
          .hasSize(2)
          .allSatisfy(arrival ->
              assertThat(arrival.headers())
                  .containsKeys("Authorization", "X-Zone")
                  .containsEntry("Host", "shop.test"));
      assertThat(other.arrivals().getFirst().headers())
          .doesNotContainKeys("Authorization", "X-Zone")
          .containsEntry("Host", other.host() + ":" + other.port());
    }
  }

  @Test
  void noneOfThemFallsToHttp() {
    try (var other = SickTarget.playing(Sickness.healthy(200, ""));
        var target =
            SickTarget.playingOverTls(
                TestLane.AUTHORITY.forLoopback(),
                Sickness.redirecting(302, "http://" + other.host() + ":" + other.port() + "/"))) {
      HttpCheck check = Checks.https(target);
      for (var request :
          new HttpCheck.Request[] {
            request(BASIC, null, Map.of()),
            request(BEARER, null, Map.of()),
            request(HttpAuth.NONE, null, Map.of("X-Zone", new Secret("north"))),
          }) {
        Attempt attempt = lane.probe(Checks.request(check, request));
        assertThat(attempt.reason()).isEqualTo(Reason.BLOCKED_BY_POLICY);
        assertThat(attempt.toString()).doesNotContain("north", "abc.DEF", "p\u00e4ss");
      }
      assertThat(lane.probe(check).reason()).isEqualTo(Reason.OK);
    }
  }

  private Arrival sent(HttpCheck.Request request) {
    try (var target = SickTarget.playing(Sickness.healthy(200, ""))) {
      assertThat(lane.probe(Checks.request(Checks.http(target), request)).reason())
          .isEqualTo(Reason.OK);
      return target.arrivals().getFirst();
    }
  }

  private static HttpCheck.Request request(
      HttpAuth auth, @org.jspecify.annotations.Nullable String host, Map<String, Secret> secrets) {
    return new HttpCheck.Request("GET", host, auth, Map.of(), secrets, "");
  }
}
