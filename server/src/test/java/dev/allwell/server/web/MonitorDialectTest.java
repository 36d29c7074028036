package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.LedgerException;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import dev.allwell.model.Source;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorDialectTest {
  private static final String GOOD = "{\"id\":\"a\",\"url\":\"http://svc.test/a\"}";
  private WebRig web;

  @BeforeEach
  void start() {
    web = new WebRig();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<String> register(String body) throws IOException, InterruptedException {
    return web.post("/register", body, "Content-Type", "application/json");
  }

  @Nested
  class Registering {
    @Test
    void answers201WithoutABodyAndTheServiceIsThere() throws Exception {
      var answer = register(GOOD);

      assertThat(answer.statusCode()).isEqualTo(201);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("Content-Length")).contains("0");
      assertThat(web.rig.board().byId("a")).isPresent();
      assertThat(register(GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void anOldClientThatNamesNoContentTypeIsTaken() throws Exception {
      assertThat(web.post("/register", GOOD).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "application/json;charset=utf-8",
          "APPLICATION/JSON",
          "text/plain",
          "application/x-www-form-urlencoded",
          ";"
        })
    void whateverAScriptCallsItsJsonItIsTaken(String type) throws Exception {
      assertThat(web.post("/register", GOOD, "Content-Type", type).statusCode()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
      "text/plain, Origin, null",
      "application/x-www-form-urlencoded, Origin, http://evil.test",
      "multipart/form-data, Origin, null",
      "text/plain, Sec-Fetch-Site, cross-site"
    })
    void aFormOfAForeignPageIsRefused(String type, String header, String value) throws Exception {
      var answer = web.post("/register", GOOD, "Content-Type", type, header, value);

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(web.rig.board().size()).isZero();
    }

    @Test
    void aCompressedBodyIsRefused() throws Exception {
      assertThat(web.post("/register", GOOD, "Content-Encoding", "gzip").statusCode())
          .isEqualTo(415);
    }

    @Test
    void allProblemsAreNamedWithTheirFields() throws Exception {
      var answer = register("{}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":\"id: missing: expected an id such as \\\"checkout\\\"; "
                  + "url: missing: expected a url such as \\\"https://shop.test/health\\\"\","
                  + "\"problems\":[{\"path\":\"id\","
                  + "\"message\":\"missing: expected an id such as \\\"checkout\\\"\"},"
                  + "{\"path\":\"url\",\"message\":\"missing: expected a url such as "
                  + "\\\"https://shop.test/health\\\"\"}]}");
    }

    @Test
    void whatAnotherSourceDefinesIsAConflict() throws Exception {
      web.rig.add(List.of(WebRig.service("a", "a", Source.FILE, Labels.NONE)));

      var answer = register(GOOD);

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("\\\"a\\\" is already defined by the source file");
    }

    @Test
    void aStoreInTroubleIsSaidAndNothingIsApplied() throws Exception {
      web.rig.storeFails(new LedgerException("the ledger cannot be written"));
      var broken = register(GOOD);
      web.rig.storeFails(LedgerException.outOfSpace("the disk is full", new IOException()));
      var full = register(GOOD);
      web.rig.storeFails(null);

      assertThat(broken.statusCode()).isEqualTo(503);
      assertThat(broken.headers().firstValue("Retry-After")).isPresent();
      assertThat(broken.body()).contains("the ledger cannot be written");
      assertThat(full.statusCode()).isEqualTo(507);
      assertThat(full.body()).contains("the disk is full");
      assertThat(web.rig.board().size()).isZero();
      assertThat(register(GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void tooManyThatWaitAreToldToComeBack() throws Exception {
      var release = web.rig.holdRegistry();
      var waiting = new ArrayList<java.util.concurrent.CompletableFuture<?>>();
      try {
        for (int i = 0; i < 4096; i++) {
          waiting.add(web.rig.registry().submit(List.of()).toCompletableFuture());
        }
        var answer = register(GOOD);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(web.get("/status").statusCode()).isEqualTo(200);
      } finally {
        release.run();
      }
      waiting.forEach(java.util.concurrent.CompletableFuture::join);
      assertThat(register(GOOD).statusCode()).isEqualTo(201);
    }

    @Test
    void aRegistryThatDoesNotAnswerIsNotWaitedForForEver() throws Exception {
      var limits =
          new Limits(
              100,
              64,
              Duration.ofSeconds(10),
              Duration.ofSeconds(30),
              Duration.ofSeconds(60),
              Duration.ofMillis(100));
      try (var hasty = WebRig.with(limits)) {
        var release = hasty.rig.holdRegistry();
        try {
          assertThat(hasty.post("/register", GOOD).statusCode()).isEqualTo(503);
        } finally {
          release.run();
        }
      }
    }
  }

  @Nested
  class BadJson {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "``|the body must be a JSON object",
          "[]|the body must be a JSON object",
          "\"x\"|the body must be a JSON object",
          "{\"id\":|not JSON at line 1",
          "{\"id\":tru}|not JSON at line 1",
          "{\"id\":\"a\"}x|not JSON at line 1",
          "{\"id\":\"a\"}{}|something follows the JSON object",
          "{\"id\":\"a\",\"id\":\"b\"}|id: is there twice",
          "{\"attributes\":{\"k\":1,\"k\":2}}|attributes.k: is there twice",
          "{\"groups\":[\"a\",null]}|groups[1]: must not be null",
          "{\"x\":\"\\ud800\"}|x: holds half of a surrogate pair",
          "{\"x\":1e999}|x: is too large a number",
          "{\"x\":NaN}|not JSON at line 1",
          "{'x':1}|not JSON at line 1",
          "{\"x\":1,}|not JSON at line 1",
        })
    void isRefusedWithAPlaceOrAField(String body, String message) throws Exception {
      var answer = register(body);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains(message);
    }

    @Test
    void aDeepALongAndAHugeNumberAreBeyondALimit() throws Exception {
      assertThat(register("{\"x\":" + "[".repeat(40) + "]".repeat(40) + "}").body())
          .contains("beyond a limit");
      assertThat(register("{\"x\":\"" + "y".repeat(64 * 1024 + 1) + "\"}").body())
          .contains("\"path\":\"x\"", "beyond a limit");
      assertThat(register("{\"x\":" + "9".repeat(65) + "}").body()).contains("beyond a limit");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"id\":\"a\",\"id\":null}",
          "{\"id\":null,\"id\":\"a\"}",
          "{\"id\":null,\"id\":null}"
        })
    void aKeyIsThereTwiceEvenWhenNullIsOneOfThem(String body) throws Exception {
      assertThat(register(body).body()).contains("id: is there twice");
    }

    @Test
    void anUnknownKeyIsUnknownEvenWhenItIsNull() throws Exception {
      var answer = register("{\"id\":\"a\",\"url\":\"http://a\",\"intervall\":null}");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("intervall: unknown key");
    }

    @ParameterizedTest
    @MethodSource("floods")
    void howeverMuchIsWrongTheAnswerStaysShort(String body) throws Exception {
      assertThat(body.length()).isLessThan(Body.LARGEST);
      var answer = register(body);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
    }

    static Stream<String> floods() {
      var deep = new StringBuilder();
      for (int i = 0; i < 31; i++) {
        deep.append("{\"").append("n".repeat(1000)).append("\":");
      }
      var twice = "\"\":1" + ",\"\":1".repeat(39_999);
      var unknown = new StringBuilder("{");
      for (int i = 0; i < 2000; i++) {
        unknown.append("\"\\u0001").append(i).append("\\u0002".repeat(10)).append("\":1,");
      }
      var control = "\\u0001".repeat(100);
      return Stream.of(
          deep + "{" + twice + "}" + "}".repeat(31),
          "{\""
              + control
              + "\":{\""
              + control
              + "\":{\""
              + control
              + "\":[null"
              + ",null".repeat(30_000)
              + "]}}}",
          "{\"x\":[null" + ",null".repeat(40_000) + "]}",
          unknown + "\"id\":1}",
          deep + "[",
          "{\"groups\":[" + "\"\ud83d\ude00\",".repeat(20_000) + "1]}");
    }

    @Test
    void ofAFloodTheFirstHundredAreNamed() throws Exception {
      var answer = register("{\"x\":[null" + ",null".repeat(200) + "]}").body();

      assertThat(answer)
          .contains("\"x[0]\"", "\"x[99]\"", "\"message\":\"and more\"")
          .doesNotContain("x[100]");
    }

    @Test
    void aLongNameIsShownByItsBeginning() throws Exception {
      var name = "n".repeat(1000);
      var body = "{\"a\":{\"" + name + "\":[{\"b\":1,\"b\":2}]}}";

      assertThat(register(body).body()).contains("\"path\":\"a." + "n".repeat(64) + "…[0].b\"");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "{\"id\":|line 1, column 7: the text ends too early",
          "{\"id\":tru}|line 1, column 7: something stands there that does not belong there",
          "{\"x\":NaN}|line 1, column 9: something stands there that does not belong there"
        })
    void whatIsNotJsonIsExplainedInPlainWords(String body, String message) throws Exception {
      assertThat(register(body).body())
          .contains(message)
          .doesNotContain("REDACTED", "Source", "Feature");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
      try (var wire = web.wire()) {
        wire.send(
            "POST /register HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Length: 4\r\n\r\n\u00ff\u00fe{}");
        assertThat(wire.readAll()).startsWith("HTTP/1.1 400 ").contains("the body is not UTF-8");
      }
    }

    @Test
    void aNullIsAKeyLeftOut() throws Exception {
      assertThat(register("{\"id\":\"a\",\"url\":\"http://a\",\"attributes\":null}").statusCode())
          .isEqualTo(201);
    }
  }

  @Nested
  class Removing {
    @Test
    void answers204OnceAndThen404() throws Exception {
      register(GOOD);

      var first = web.delete("/register/a");
      var second = web.delete("/register/a");

      assertThat(first.statusCode()).isEqualTo(204);
      assertThat(first.body()).isEmpty();
      assertThat(web.rig.board().size()).isZero();
      assertThat(second.statusCode()).isEqualTo(404);
      assertThat(second.body()).isEqualTo("{\"error\":\"Service not found\",\"service\":\"a\"}");
    }

    @Test
    void whatAnotherSourceDefinesStays() throws Exception {
      web.rig.add(List.of(WebRig.service("a", "a", Source.ETCD, Labels.NONE)));

      assertThat(web.delete("/register/a").statusCode()).isEqualTo(409);
      assertThat(web.rig.board().byId("a")).isPresent();
    }
  }

  @Nested
  class MetricsAsJson {
    @Test
    void showWhatWasToldOverWhatWasRegistered() throws Exception {
      var labels = new Labels(List.of(), List.of(), Map.of("team", "old", "kept", "yes"));
      web.rig.add(
          List.of(WebRig.service("b", "b"), WebRig.service("a", "Alpha", Source.API, labels)));
      var report = Report.of(7, 20, 5, Map.of("team", "new", "k\"", "\ud800"));
      web.rig.post("a", WebRig.state(report, Reason.ERROR_RATE));
      web.rig.pass(Duration.ofMillis(2500));

      assertThat(web.get("/metrics?format=json").body())
          .isEqualTo(
              "[{\"id\":\"a\",\"url\":\"http://svc.test/a\",\"metrics\":{\"ready\":true,"
                  + "\"health\":\"degraded\",\"uptime_sec\":7,\"request_count\":20,"
                  + "\"error_count\":5,\"error_rate\":0.25,\"last_checked_age_sec\":2.5,"
                  + "\"attributes\":{\"k\\\"\":\"\ufffd\",\"kept\":\"yes\",\"team\":\"new\"}}},"
                  + "{\"id\":\"b\",\"url\":\"http://svc.test/b\",\"metrics\":{\"ready\":false,"
                  + "\"health\":\"unknown\",\"uptime_sec\":0,\"request_count\":0,"
                  + "\"error_count\":0,\"error_rate\":0.0,\"last_checked_age_sec\":null,"
                  + "\"attributes\":{}}}]");
    }

    @Test
    void keepTheLastReportOfADeadServiceAndShowNothingGoodOfAStaleOne() throws Exception {
      web.rig.add(List.of(WebRig.service("a", "a")));
      web.rig.post(
          "a", WebRig.state(Report.of(7, 20, 1, Map.of()), Reason.OK, Reason.CONNECT_REFUSED));
      assertThat(web.get("/metrics?format=json").body())
          .contains("\"ready\":false", "\"health\":\"dead\"", "\"uptime_sec\":7");

      web.rig.post("a", WebRig.state(Report.of(7, 20, 1, Map.of()), Reason.OK));
      web.rig.pass(Duration.ofMinutes(10));

      assertThat(web.get("/metrics?format=json").body())
          .contains("\"ready\":false", "\"health\":\"unknown\"", "\"last_checked_age_sec\":600.0");
    }

    @Test
    void ofNothingAreAnEmptyArray() throws Exception {
      assertThat(web.get("/metrics?format=json").body()).isEqualTo("[]");
    }
  }
}
