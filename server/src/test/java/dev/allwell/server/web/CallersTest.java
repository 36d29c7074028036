package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Change;
import dev.allwell.model.Labels;
import dev.allwell.model.Source;
import dev.allwell.server.access.Quotas;
import dev.allwell.server.access.Rate;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.TokenText;
import dev.allwell.server.access.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who is taken for whom, and what that does for him.
class CallersTest {
  private static final String PROXY = "X-Forwarded-For: 192.0.2.7";
  private static final Quotas.Rates FEW =
      new Quotas.Rates(
          new Rate(3, 1), new Rate(3, 1), new Rate(3, 1), new Rate(2, 0.1), new Rate(2, 0.1), 2);
  private WebRig web;

  @BeforeEach
  void start() {
    web = new WebRig(new WebServer.Settings("127.0.0.1", 0), FEW, List.of());
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static String ask(WebRig web, String line, String body, String... headers)
      throws IOException {
    var length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
    return web.raw(
        line
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + String.join("", List.of(headers).stream().map(each -> each + "\r\n").toList())
            + length
            + "\r\n"
            + body);
  }

  private String get(String path, String... headers) throws IOException {
    return ask(web, "GET " + path, "", headers);
  }

  private static String bearer(String text) {
    return "Authorization: Bearer " + text;
  }

  private static String basic(String text) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(("me:" + text).getBytes(StandardCharsets.UTF_8));
  }

  @Nested
  class ShowingAToken {
    @Test
    void worksAsBearerAndAsThePasswordOfBasicAlsoThroughAProxy() throws Exception {
      var text = web.token("reader", Scope.READ);

      assertThat(get("/status", PROXY, bearer(text))).startsWith("HTTP/1.1 200 ");
      assertThat(get("/status", PROXY, basic(text))).startsWith("HTTP/1.1 200 ");
      assertThat(get("/readyz?verbose", PROXY, basic(text))).contains("registry running");
    }

    @Test
    void doesNotWorkInAQuery() throws Exception {
      var text = web.token("reader", Scope.READ);

      for (var name : List.of("token", "access_token", "authorization")) {
        assertThat(get("/status?" + name + "=" + text, PROXY)).startsWith("HTTP/1.1 401 ");
      }
    }

    @Test
    void thatIsNoneIsRefusedAlsoWhereNoneIsNeeded() throws Exception {
      var answer = get("/status", bearer(TokenText.fresh()));

      assertThat(answer)
          .startsWith("HTTP/1.1 401 ")
          .contains("WWW-Authenticate: Bearer realm=\"allwell\", error=\"invalid_token\"\r\n")
          .contains("{\"error\":\"the token is not known here, or expired\"}");
      assertThat(get("/livez", bearer("rubbish"))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void ofAServiceLetsNobodyRead() throws Exception {
      var answer = get("/status", bearer(web.token("svc", Scope.REGISTER)));

      assertThat(answer)
          .startsWith("HTTP/1.1 403 ")
          .contains("this needs a token of scope read; this one has scope register");
    }

    @Test
    void doesNotHelpAPageOfAnotherSite() throws Exception {
      var writer = basic(web.token("writer", Scope.WRITE));

      for (var sign :
          List.of("Origin: https://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site")) {
        assertThat(ask(web, "DELETE /register/x", "", writer, sign)).startsWith("HTTP/1.1 403 ");
      }
      assertThat(
              ask(
                  web,
                  "DELETE /register/x",
                  "",
                  writer,
                  "Origin: https://localhost",
                  "Sec-Fetch-Site: same-origin"))
          .as("behind a proxy that speaks TLS the page is ours all the same")
          .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void comesBeforeWhatIsAskedForIsJudged() throws Exception {
      assertThat(ask(web, "POST /register", "{", PROXY)).startsWith("HTTP/1.1 401 ");
      assertThat(ask(web, "POST /nowhere", "{", PROXY)).startsWith("HTTP/1.1 401 ");
      assertThat(ask(web, "GET /status/%zz", "", bearer("x"))).startsWith("HTTP/1.1 401 ");
    }
  }

  @Nested
  class Registering {
    private String register(String token, String id, String url) throws IOException {
      return ask(
          web,
          "POST /register",
          "{\"id\":\"%s\",\"url\":\"%s\"}".formatted(id, url),
          bearer(token));
    }

    @Test
    void withARegisterTokenIsForAddressesOfOnesOwn() throws Exception {
      var svc = web.token("svc", Scope.REGISTER);

      assertThat(register(svc, "a", "http://127.0.0.1:81/health")).startsWith("HTTP/1.1 201 ");
      assertThat(register(svc, "b", "http://192.0.2.8/health"))
          .startsWith("HTTP/1.1 403 ")
          .contains("only the caller's own address, 127.0.0.1", "register:any");
      assertThat(register(svc, "b", "http://shop.test/")).startsWith("HTTP/1.1 403 ");
      assertThat(web.rig.board().size()).isEqualTo(1);
    }

    @Test
    void withARegisterTokenTouchesNothingAtAnotherAddress() throws Exception {
      register(web.token("any", Scope.REGISTER_ANY), "foreign", "http://shop.test/");
      var svc = web.token("svc", Scope.REGISTER);

      assertThat(register(svc, "foreign", "http://127.0.0.1:81/"))
          .startsWith("HTTP/1.1 409 ")
          .contains("id: \\\"foreign\\\" is taken by a service that this token may not change");
      assertThat(ask(web, "DELETE /register/foreign", "", bearer(svc))).startsWith("HTTP/1.1 404 ");
      assertThat(ask(web, "DELETE /register/nobody", "", bearer(svc))).startsWith("HTTP/1.1 404 ");
      assertThat(web.rig.board().byId("foreign").orElseThrow().registration().service().url())
          .isEqualTo("http://shop.test/");
    }

    @Test
    void withARegisterTokenTouchesNobodyElsesServiceInTheShadeEither() throws Exception {
      web.rig.add(List.of(WebRig.service("foreign", "till")));
      var none = new Labels(List.of(), List.of(), Map.of());
      var ofTheFile = WebRig.service("file", "till", Source.FILE, none);
      var file = new Change.Replace(List.of(ofTheFile));
      web.rig.registry().submit(List.of(file)).toCompletableFuture().join();
      assertThat(web.rig.registry().roster().shadowed("foreign")).isPresent();
      var svc = web.token("svc", Scope.REGISTER);

      assertThat(register(svc, "foreign", "http://127.0.0.1:81/")).startsWith("HTTP/1.1 409 ");
      assertThat(ask(web, "DELETE /register/foreign", "", bearer(svc))).startsWith("HTTP/1.1 404 ");
      assertThat(web.rig.registry().roster().shadowed("foreign")).isPresent();
    }

    @Test
    void withAFurtherScopeIsForAnyAddress() throws Exception {
      var any = web.token("any", Scope.REGISTER_ANY);

      assertThat(register(any, "a", "http://shop.test/")).startsWith("HTTP/1.1 201 ");
      assertThat(ask(web, "DELETE /register/a", "", bearer(any))).startsWith("HTTP/1.1 204 ");
    }

    @Test
    void leavesTheLogAloneWhenNothingChanged() throws Exception {
      var any = web.token("any", Scope.REGISTER_ANY);
      register(any, "a", "http://shop.test/");
      for (int i = 0; i < 20; i++) {
        assertThat(register(any, "a", "http://shop.test/")).startsWith("HTTP/1.1 201 ");
      }
      register(any, "a", "http://shop.test/other");
      assertThat(register(any, "", "http://shop.test/")).startsWith("HTTP/1.1 400 ");
      ask(web, "DELETE /register/a", "", bearer(any));
      ask(web, "DELETE /register/a", "", bearer(any));

      Eventually.holds(() -> web.audit.newest(99, Long.MAX_VALUE).size() >= 3);
      assertThat(web.audit.newest(99, Long.MAX_VALUE))
          .extracting(each -> each.entry().what() + " " + each.entry().result())
          .containsExactly("deregister removed", "register changed", "register added");
    }
  }

  @Nested
  class AskingTooOften {
    private WebRig exposed;

    @BeforeEach
    void startBehindAProxy() {
      exposed =
          new WebRig(
              new WebServer.Settings(
                  "127.0.0.1",
                  0,
                  Limits.DEFAULT,
                  new Trust(false, false, Set.of(), List.of()),
                  false),
              FEW,
              List.of());
    }

    @AfterEach
    void stopIt() {
      exposed.close();
    }

    @Test
    void isToldWhenToComeBack() throws Exception {
      var reader = bearer(exposed.token("reader", Scope.READ));
      for (int i = 0; i < 3; i++) {
        assertThat(ask(exposed, "GET /status", "", reader)).startsWith("HTTP/1.1 200 ");
      }

      assertThat(ask(exposed, "GET /status", "", reader))
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("Retry-After: 1\r\n")
          .contains("{\"error\":\"too many requests at once\"}");
      assertThat(ask(exposed, "GET /livez", "", reader)).startsWith("HTTP/1.1 200 ");
      assertThat(ask(exposed, "GET /status", "", bearer(exposed.token("b", Scope.READ))))
          .as("another token has its own")
          .startsWith("HTTP/1.1 200 ");

      exposed.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(ask(exposed, "GET /status", "", reader)).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void forChecksOutOfTurnHasALimitOfItsOwn() throws Exception {
      var writer = bearer(exposed.token("writer", Scope.WRITE));
      for (int i = 0; i < 2; i++) {
        assertThat(ask(exposed, "POST /api/v1/services/x/check", "", writer))
            .startsWith("HTTP/1.1 404 ");
      }

      assertThat(ask(exposed, "POST /api/v1/services/x/check", "", writer))
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("Retry-After: 10\r\n");
      assertThat(ask(exposed, "POST /api/v1/services/x/pause", "", writer))
          .startsWith("HTTP/1.1 404 ");
    }

    @Test
    void withWrongTokensKeepsNobodyOutWhoHasAGoodOne() throws Exception {
      var reader = exposed.token("reader", Scope.READ);
      for (int i = 0; i < 2; i++) {
        assertThat(ask(exposed, "GET /status", "", bearer(TokenText.fresh())))
            .startsWith("HTTP/1.1 401 ");
      }

      assertThat(ask(exposed, "GET /status", "", bearer(TokenText.fresh())))
          .startsWith("HTTP/1.1 429 ")
          .containsIgnoringCase("Retry-After: 10\r\n");
      assertThat(ask(exposed, "GET /status", "", basic("guess"))).startsWith("HTTP/1.1 429 ");
      assertThat(ask(exposed, "GET /status", "", bearer(reader))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void isNothingThatALocalCallerCan() throws Exception {
      for (int i = 0; i < 50; i++) {
        assertThat(get("/status")).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Nested
  class FromElsewhere {
    /// All of 127/8 is this machine: what is not bound to loopback is best shown by 0.0.0.0.
    private WebRig exposed(Trust trust) {
      return new WebRig(
          new WebServer.Settings("0.0.0.0", 0, Limits.DEFAULT, trust, false), FEW, List.of());
    }

    private static final Trust ANYBODY = new Trust(true, true, Set.of("Watch.Test"), List.of());

    @Test
    void nobodyIsTrustedForWhereHeComesFrom() throws Exception {
      try (var server = exposed(ANYBODY)) {
        assertThat(ask(server, "GET /status", "")).startsWith("HTTP/1.1 200 ");
        assertThat(ask(server, "POST /register", "{}"))
            .startsWith("HTTP/1.1 401 ")
            .contains("this server is reached by others: a token is needed");
        var svc = bearer(server.token("svc", Scope.REGISTER));
        assertThat(ask(server, "POST /register", "{}", svc)).startsWith("HTTP/1.1 400 ");
      }
    }

    @ParameterizedTest
    @CsvSource({
      "watch.test, 200",
      "WATCH.TEST:4000, 200",
      "192.0.2.1, 200",
      "[2001:db8::1]:80, 200",
      "localhost, 200",
      "other.test, 421",
      "watch.test.evil.example, 421",
      "1.2.3.4.example, 421"
    })
    void aHostIsOursByNameAndAnyByNumber(String host, int status) throws Exception {
      try (var server = exposed(ANYBODY);
          var wire = new Wire(server.address())) {
        wire.send("GET /status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        assertThat(wire.readStatus()).isEqualTo(status);
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/livez", "/readyz", "/health"})
    void whatTellsNoMoreThanThatItLivesIsOpen(String path) throws Exception {
      try (var server = exposed(ANYBODY)) {
        assertThat(ask(server, "GET " + path, "", PROXY)).startsWith("HTTP/1.1 200 ");
      }
    }
  }
}
