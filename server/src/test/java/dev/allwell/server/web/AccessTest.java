package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.server.access.Trust;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private WebRig web;

  @BeforeEach
  void start() {
    web = new WebRig();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  static Stream<Map.Entry<String, Door>> table() {
    return Access.TABLE.entrySet().stream();
  }

  private String ask(String route, String host, String... headers) throws IOException {
    var target = route.replaceAll(":[a-z]+", route.contains(" /v1/") ? "7" : "x");
    var length = target.matches("(POST|PUT|PATCH) .*") ? "Content-Length: 2\r\n" : "";
    var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    var request =
        target
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\nConnection: close\r\n"
            + more
            + length
            + "\r\n"
            + (length.isEmpty() ? "" : "{}");
    try (var wire = web.wire()) {
      // what streams has no end
      return route.endsWith("/stream") ? wire.send(request).readOne() : web.raw(request);
    }
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  @Test
  void aRouteWithoutAnEntryInTheTableCannotBeAdded() {
    var routes =
        new Routes(
            new Access(Trust.DEFAULT, true, new HostNames(Set.of(), false), web.parts().entrance()),
            new Traffic(new SimpleMeterRegistry()),
            new Trail(web.audit));

    assertThatThrownBy(() -> routes.add(HttpMethod.GET, "/new", context -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /new");
    assertThatThrownBy(() -> routes.add(HttpMethod.PUT, "/status", context -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theTableAndTheRoutesAreTheSameSet() {
    assertThat(web.server.routes()).isEqualTo(Access.TABLE.keySet());
  }

  @ParameterizedTest
  @MethodSource("table")
  void aHostThatIsNotOursIsMisdirectedEverywhere(Map.Entry<String, Door> entry) throws Exception {
    assertThat(status(ask(entry.getKey(), "rebound.example"))).isEqualTo(421);
    assertThat(status(ask(entry.getKey(), "localhost.evil.example:4000"))).isEqualTo(421);
  }

  @ParameterizedTest
  @MethodSource("table")
  void whoComesThroughAProxyPassesOnlyOpenDoors(Map.Entry<String, Door> entry) throws Exception {
    for (var header :
        new String[] {"Forwarded: for=1.2.3.4", "x-forwarded-for: 1", "X-REAL-IP: 1.2.3.4"}) {
      var answer = ask(entry.getKey(), "localhost", header);
      switch (entry.getValue()) {
        case OPEN -> assertThat(status(answer)).isEqualTo(200);
        case READ, REGISTER, WRITE, CHECK, ADMIN -> {
          assertThat(status(answer)).isEqualTo(401);
          assertThat(answer).contains("WWW-Authenticate: Bearer", "came through a proxy");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void aPageOfAnotherOriginPassesOnlyOpenDoors(Map.Entry<String, Door> entry) throws Exception {
    for (var origin : new String[] {"http://evil.example", "null", "http://localhost:3000"}) {
      int expected =
          switch (entry.getValue()) {
            case OPEN -> 200;
            case READ, REGISTER, WRITE, CHECK, ADMIN -> 403;
          };
      assertThat(status(ask(entry.getKey(), "localhost:4000", "Origin: " + origin)))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void nothingIsTrustedWhenLoopbackIsNot(Map.Entry<String, Door> entry) throws Exception {
    try (var proxied =
        new WebRig(
            new WebServer.Settings(
                "127.0.0.1",
                0,
                Limits.DEFAULT,
                new Trust(false, false, Set.of(), List.of()),
                false))) {
      var answer =
          proxied.raw(
              entry.getKey().replaceAll(":[a-z]+", "x")
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(status(answer)).isEqualTo(entry.getValue() == Door.OPEN ? 200 : 401);
    }
  }

  @ParameterizedTest
  @CsvSource({"cross-site,403", "same-site,403", "same-origin,204", "none,204"})
  void aWriteOnBehalfOfAnotherSiteIsRefused(String site, int expected) throws Exception {
    web.rig.register(WebRig.service("x", "x"));

    assertThat(status(ask("DELETE /register/:id", "localhost:4000", "Sec-Fetch-Site: " + site)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST:4000", "127.0.0.1", "127.0.0.1:1", "[::1]:80"})
  void localHostsAreOurs(String host) throws Exception {
    assertThat(status(ask("GET /status", host))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "local host", "localhost:x", "a@localhost", "[::1", "localhost:"})
  void aMalformedHostIsABadRequest(String host) throws Exception {
    assertThat(status(ask("GET /health", host))).isEqualTo(400);
  }

  @Test
  void aRequestWithoutAHostOrWithTwoIsABadRequest() throws Exception {
    assertThat(web.raw("GET /health HTTP/1.1\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(ask("GET /health", "localhost", "Host: localhost")).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void theTreeBehindReadyzIsForLocalCallersOnly() throws Exception {
    assertThat(web.get("/readyz?verbose").body()).contains("registry running restarts=0");
    var stranger = ask("GET /readyz?verbose", "localhost", "X-Forwarded-For: 1.2.3.4");
    assertThat(stranger).startsWith("HTTP/1.1 401 ").doesNotContain("registry");
  }

  @Test
  void allAnswersCarryTheSameProtection() throws Exception {
    for (var path : new String[] {"/status", "/nowhere", "/livez", "/metrics", "/status/x"}) {
      var headers = web.get(path).headers();
      assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
      assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
      assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
      assertThat(headers.firstValue("Cache-Control")).contains("no-store");
      assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST|/status|GET, HEAD",
        "DELETE|/services|GET, HEAD",
        "GET|/register|POST",
        "OPTIONS|/register|POST",
        "POST|/register/x|DELETE",
        "TRACE|/status|GET, HEAD",
        "BREW|/health|GET, HEAD"
      })
  void aWrongMethodIsToldWhichAreRight(String method, String path, String allow) throws Exception {
    var answer = ask(method + " " + path, "localhost");

    assertThat(answer).startsWith("HTTP/1.1 405 ").containsIgnoringCase("allow: " + allow + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST /status", "GET /nope", "GET /status/%zz", "GET //status", "PUT /register"})
  void whoIsNotTrustedLearnsNothingOfWhatThereIs(String route) throws Exception {
    assertThat(ask(route, "localhost", "X-Forwarded-For: 1.2.3.4")).startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//status",
        "/./status",
        "/status/",
        "/%73tatus",
        "/status/../livez",
        "/status/x/",
        "/status//x",
        "/%6civez",
        "/livez/",
        "/status/%2e%2e/livez",
        "/"
      })
  void thereIsOneWayToWriteAPath(String path) throws Exception {
    web.rig.add(List.of(WebRig.service("x", "x")));

    assertThat(ask("GET " + path, "localhost")).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my%20n%C3%A9", "%6dy%20n%c3%a9", "my%20ne%CC%81"})
  void aNameInAPathMayBeEncodedInAnyWay(String name) throws Exception {
    web.rig.add(List.of(WebRig.service("x", "my n\u00e9")));

    assertThat(ask("GET /status/" + name, "localhost")).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource({
    "/metrics?format=%zz, the query is malformed",
    "/readyz?verbose=%zz, the query is malformed",
    "/status/%zz, the request's path is malformed"
  })
  void whatIsMalformedIsNamed(String target, String reason) throws Exception {
    assertThat(ask("GET " + target, "localhost"))
        .startsWith("HTTP/1.1 400 ")
        .contains("{\"error\":\"" + reason + "\"}");
  }

  @Test
  void aPortThatCannotBeIsNamed() throws Exception {
    assertThat(ask("GET /status", "127.0.0.1:99999"))
        .startsWith("HTTP/1.1 400 ")
        .contains("the Host header's port");
  }

  @Test
  void aRefusedTreeIsCountedAsARefusal() throws Exception {
    ask("GET /readyz?verbose", "localhost", "X-Forwarded-For: 1.2.3.4");

    assertThat(web.get("/metrics").body()).contains("allwell_http_requests_refused_total 1.0\n");
  }
}
