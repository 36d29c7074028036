package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Checks made out of turn, by an engine that really checks.
class CheckTest {
  private static final String REDIRECT =
      "HTTP/1.1 302 Found\r\nLocation: /to?token=geheim\r\nContent-Length: 0\r\n\r\n";

  private final ApiRig api = ApiRig.checking();

  @AfterEach
  void stop() throws Exception {
    api.close();
  }

  private void put(String id, String url, Map<String, ?> more) throws Exception {
    var answer = api.put("/api/v1/services/" + id, ApiRig.statement(id, url, more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
  }

  /// Checks until a check counts: on a machine that stood still meanwhile one does not.
  private Answer check(String id, String query) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (true) {
      var answer = api.post("/api/v1/services/" + id + "/check" + query, "");
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      var state = answer.json().getJsonObject("service").getJsonObject("state");
      boolean counts = !state.getBoolean("stale") && state.getValue("last-check") != null;
      boolean seen =
          query.isEmpty() || !step(answer, "outcome").getString("reason").equals("paused");
      if (counts && seen) {
        return answer;
      }
      assertThat(System.nanoTime() - end).as(answer.body()).isNegative();
    }
  }

  private static String url(SickTarget target, String path) {
    return "http://" + target.host() + ":" + target.port() + path;
  }

  private static List<JsonObject> steps(Answer answer) {
    return answer.json().getJsonArray("steps").stream().map(JsonObject.class::cast).toList();
  }

  private static List<JsonObject> lastAttempt(Answer answer) {
    int last = steps(answer).getLast().getInteger("attempt");
    return steps(answer).stream().filter(step -> step.getInteger("attempt") == last).toList();
  }

  private static JsonObject step(Answer answer, String name) {
    return lastAttempt(answer).stream()
        .filter(step -> step.getString("step").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + answer.body()))
        .getJsonObject("facts");
  }

  @Test
  void aCheckNowTellsWhatCameOfIt() throws Exception {
    try (var target = SickTarget.playing(Sickness.healthy(503, "no"))) {
      put("shop", url(target, "/"), Map.of("interval", "1h", "retries", 0));

      var service = check("shop", "").json().getJsonObject("service");

      var state = service.getJsonObject("state");
      assertThat(state.getString("health")).isEqualTo("unhealthy");
      var last = state.getJsonObject("last-check");
      assertThat(last.getString("reason")).isEqualTo("unexpected-status");
      assertThat(last.getString("detail")).isEqualTo("status 503, expected 2xx");
      assertThat(last.getInteger("answer-status")).isEqualTo(503);
      assertThat(state.getInteger("checks")).isPositive();
    }
  }

  @Test
  void manyAtOnceShareACheck() throws Exception {
    var open = new CountDownLatch(1);
    try (var target =
            SickTarget.playing(wire -> {
              wire.request();
              open.await();
              wire.write(Sickness.answer(200, "ok"));
            });
        var askers = Executors.newVirtualThreadPerTaskExecutor()) {
      put("slow", url(target, "/"), Map.of("interval", "1h", "timeout", "1m", "retries", 0));
      var asking =
          List.of(
              askers.submit(() -> api.post("/api/v1/services/slow/check", "")),
              askers.submit(() -> api.post("/api/v1/services/slow/check", "")),
              askers.submit(() -> api.post("/api/v1/services/slow/check", "")));
      open.countDown();

      for (var one : asking) {
        assertThat(one.get().status()).isEqualTo(200);
      }
      assertThat(target.arrivals().size()).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void aWatchedCheckTellsItsSteps() throws Exception {
    var answer =
        "HTTP/1.1 200 OK\r\nX-Build: 42\r\nSet-Cookie: id=t0psecret\r\nContent-Length: 4\r\n\r\nDOWN";
    try (var target = SickTarget.playing(Sickness.answering(request -> answer))) {
      put(
          "shop",
          url(target, "/health?key=h1dden"),
          Map.of(
              "interval",
              "1h",
              "retries",
              0,
              "http",
              Map.of(
                  "headers", Map.of("Accept", "text/x"),
                  "secret-headers", Map.of("X-Opens", "ses4me"),
                  "auth", Map.of("bearer", "t0ken")),
              "expect",
              Map.of("body", Map.of("contains", "UP"))));

      var checked = check("shop", "?debug=true");

      assertThat(lastAttempt(checked))
          .extracting(step -> step.getString("step"))
          .containsExactly("dialing", "resolved", "connected", "request", "answer", "outcome");
      assertThat(step(checked, "resolved").getString("addresses")).isEqualTo("127.0.0.1");
      assertThat(step(checked, "connected").getString("peer"))
          .isEqualTo("127.0.0.1:" + target.port());
      assertThat(step(checked, "request").getMap())
          .containsEntry("method", "GET")
          .containsEntry("target", "/health?key=***")
          .containsEntry("header Accept", "text/x")
          .containsEntry("header X-Opens", "***");
      assertThat(step(checked, "answer").getMap())
          .containsEntry("status", "200")
          .containsEntry("header X-Build", "42")
          .containsEntry("header Set-Cookie", "***");
      assertThat(step(checked, "outcome").getMap())
          .containsEntry("reason", "expectation-failed")
          .containsKeys("resolve-ms", "connect-ms", "first-byte-ms", "total-ms", "detail");
      assertThat(checked.body()).doesNotContain("t0psecret", "ses4me", "t0ken", "DOWN");
      assertThat(checked.json().getJsonObject("service").getJsonObject("state").getString("reason"))
          .isEqualTo("expectation-failed");
    }
  }

  @Test
  void eachAttemptAndEachHopIsWatched() throws Exception {
    try (var target =
        SickTarget.playing(
            Sickness.answering(request ->
                request.line().startsWith("GET /from ") ? REDIRECT : Sickness.answer(500, "no")))) {
      put(
          "shop",
          url(target, "/from"),
          Map.of("interval", "1h", "retries", 1, "retry-backoff", "1ms"));

      var checked = check("shop", "?debug=true");

      var answers =
          steps(checked).stream().filter(step -> step.getString("step").equals("answer")).toList();
      for (int attempt : new int[] {1, 2}) {
        assertThat(answers.stream().filter(step -> step.getInteger("attempt") == attempt))
            .extracting(step -> step.getJsonObject("facts").getString("status"))
            .containsExactly("302", "500");
      }
      assertThat(answers.getFirst().getJsonObject("facts").getString("header Location"))
          .doesNotContain("geheim");
    }
  }

  @Test
  void aHandshakeIsWatched() throws Exception {
    var certificate = new Authority().forName("localhost");
    try (var target = SickTarget.playingOverTls(certificate, Sickness.healthy(200, "ok"))) {
      put(
          "shop",
          "https://127.0.0.1:" + target.port() + "/",
          Map.of("interval", "1h", "retries", 0));

      var checked = check("shop", "?debug=true");

      assertThat(step(checked, "certificate").getMap())
          .containsEntry("trusted", "false")
          .containsKeys("subject", "issuer", "not-after");
      assertThat(step(checked, "not-connected").getString("reason")).isEqualTo("tls-certificate");
      assertThat(step(checked, "outcome").getString("reason")).isEqualTo("tls-certificate");
    }
  }

  @Test
  void othersThanHttpAreWatchedToo() throws Exception {
    try (var target = SickTarget.playing(Sickness.hanging())) {
      put(
          "db",
          "tcp://" + target.host() + ":" + target.port(),
          Map.of("interval", "1h", "retries", 0));

      assertThat(lastAttempt(check("db", "?debug=true")))
          .extracting(step -> step.getString("step"))
          .containsExactly("dialing", "resolved", "connected", "outcome");
    }
  }

  @Test
  void aPausedServiceIsNotCheckedUntilItIsResumed() throws Exception {
    try (var target = SickTarget.playing(Sickness.healthy(200, "ok"))) {
      put("shop", url(target, "/"), Map.of("interval", "1s"));
      check("shop", "");

      var paused = api.post("/api/v1/services/shop/pause", "");
      assertThat(paused.state().getString("health")).isEqualTo("unknown");
      assertThat(paused.json().getBoolean("paused")).isTrue();
      assertThat(api.post("/api/v1/services/shop/check", "").status()).isEqualTo(409);
      var restated =
          api.put(
              "/api/v1/services/shop",
              ApiRig.statement("shop", url(target, "/"), Map.of("interval", "2s")));
      assertThat(restated.json().getBoolean("paused")).isTrue();

      var resumed = api.post("/api/v1/services/shop/resume", "");
      assertThat(resumed.json().getBoolean("paused")).isFalse();
      var service = check("shop", "").json().getJsonObject("service");
      assertThat(service.getJsonObject("state").getString("health")).isEqualTo("healthy");
    }
  }
}
