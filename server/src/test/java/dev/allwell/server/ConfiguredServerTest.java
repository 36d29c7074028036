package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.server.access.TokenText;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.web.ListenException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A whole server with a configuration, as its API shows it.
class ConfiguredServerTest {
  private static final String SHOP =
      """
      listen: "127.0.0.1:0"
      services:
        - name: till
          url: tcp://127.0.0.1:1
          interval: 1h
        - {name: shop, url: "tcp://127.0.0.1:1", interval: 1h}
      """;

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String text = TokenText.fresh();
  private @Nullable App app;
  private String token = "";

  @AfterEach
  void stop() {
    http.close();
    if (app != null) {
      app.close();
    }
  }

  private Path file() {
    return folder.resolve("allwell.yaml");
  }

  private Reading.Good reading() {
    var origin = new Origin(file(), Map.of(), Config.byDefault(), Overrides.NONE);
    return switch (origin.read()) {
      case Reading.Good good -> good;
      case Reading.Bad bad -> throw new AssertionError(String.join("\n", bad.problems()));
      case Reading.Unreadable no -> throw new AssertionError(no.why());
    };
  }

  private void write(String yaml) throws IOException {
    Files.writeString(file(), "data: " + folder.resolve("data") + "\n" + yaml);
  }

  private App start(String yaml) throws IOException {
    write(yaml);
    var started = App.start(reading());
    app = started;
    token = Files.readString(folder.resolve("data/admin-token")).strip();
    return started;
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    if (app == null) {
      throw new AssertionError("not started");
    }
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.address().getPort() + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// What is done is answered before it is in the audit log, which is written behind.
  private void awaitAudit(String... entries) throws IOException, InterruptedException {
    long until = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    var read = call("GET", "/api/v1/audit", "").body();
    while (!Stream.of(entries).allMatch(read::contains) && System.nanoTime() - until < 0) {
      read = call("GET", "/api/v1/audit", "").body();
    }
    assertThat(read).contains(entries);
  }

  private HttpResponse<String> reload() throws IOException, InterruptedException {
    return call("POST", "/api/v1/system/reload", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | /api/v1/services/shop        | {'name':'shop','url':'tcp://127.0.0.1:2'}",
        "PUT    | /api/v1/services/shop        | {'name':'shop','url':'tcp://127.0.0.1:1','interval':'1h'}",
        "PATCH  | /api/v1/services/shop        | {'interval':'2h'}",
        "DELETE | /api/v1/services/shop        | ''",
        "POST   | /api/v1/services             | {'name':'shop','url':'tcp://127.0.0.1:2'}",
        "POST   | /api/v1/services/shop/pause  | ''",
        "POST   | /api/v1/services/shop/resume | ''",
        "POST   | /api/v1/bulk                 | {'services':[{'name':'new','url':'tcp://127.0.0.1:2'},{'name':'shop','url':'tcp://127.0.0.1:2'}]}",
        "POST   | /register                    | {'id':'shop','url':'http://127.0.0.1:2'}",
        "DELETE | /register/shop               | ''",
      })
  void whatTheFileStatesIsChangedThereAlone(String method, String path, String body)
      throws Exception {
    start(SHOP);

    var answer = call(method, path, body.replace('\'', '"'));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body()).contains("defined by the source file", file() + ":7");
    assertThat(call("GET", "/api/v1/services", "").body())
        .contains("\"total\":2", "\"source\":\"file\"")
        .doesNotContain("\"new\"", "127.0.0.1:2", "\"paused\":true");
  }

  @Test
  void aReloadTellsWhatChangedAndABadOneTellsWhereItIsBad() throws Exception {
    start(SHOP);
    write(SHOP + "  - {name: more, url: \"tcp://127.0.0.1:1\", interval: 1h}\n");
    var good = reload();
    assertThat(good.statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/services/more", "").statusCode()).isEqualTo(200);

    write(SHOP + "  - {name: worse, url: \"tcp://127.0.0.1:1\", intervall: 1h}\n");
    var bad = reload();
    assertThat(bad.statusCode()).isEqualTo(422);
    assertThat(bad.body())
        .contains(file() + ":8:45: services[2].intervall: unknown key", "nothing was changed");
    assertThat(call("GET", "/api/v1/system", "").body())
        .contains("\"applied\":false", "unknown key");
    assertThat(call("GET", "/metrics", "").body()).contains("allwell_config_reload_success 0");
    assertThat(call("GET", "/api/v1/services/more", "").statusCode()).isEqualTo(200);

    write(SHOP);
    assertThat(reload().statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/services/more", "").statusCode()).isEqualTo(404);
    awaitAudit(
        "2 added, 0 changed, 0 removed, 0 unchanged",
        "1 added, 0 changed, 0 removed, 2 unchanged",
        "\"who\":\"token admin-token\",\"from\":\"127.0.0.1\",\"what\":\"reload\"");
  }

  @Test
  void aTokenOfTheFileHoldsForAsLongAsTheFileNamesIt() throws Exception {
    var tokens = "tokens: [{name: ci, scope: write, hash: %s}]\n".formatted(TokenText.hash(text));
    start(SHOP + tokens);
    var admin = token;
    token = text;
    assertThat(call("GET", "/api/v1/services", "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/tokens", "").statusCode()).isEqualTo(403);

    write(SHOP);
    token = admin;
    assertThat(reload().body()).contains("\"summary\":\"token ci: revoked\"");
    awaitAudit("token ci: granted, scope write", "token ci: revoked", "admin-token: made");

    token = text;
    assertThat(call("GET", "/api/v1/services", "").statusCode()).isEqualTo(401);
  }

  @Test
  void limitsOfTheFileHoldFromTheReloadOn() throws Exception {
    start(SHOP + "limits: {reads: 1/h}\n");
    var far = new String[] {"X-Forwarded-For", "192.0.2.1"};
    assertThat(call("GET", "/status", "", far).statusCode()).isEqualTo(200);
    var tooSoon = call("GET", "/status", "", far);
    assertThat(tooSoon.statusCode()).isEqualTo(429);
    assertThat(tooSoon.headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(1L, 3600L);
    assertThat(call("GET", "/status", "").statusCode()).as("on this machine").isEqualTo(200);

    write(SHOP + "limits: {reads: 1000/s}\n");
    assertThat(reload().statusCode()).isEqualTo(200);

    assertThat(call("GET", "/status", "", far).statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/system", "").body()).contains("\"need-restart\":[]");
  }

  @Test
  void aReloadTellsWhomItShadows() throws Exception {
    start(SHOP);
    var mine = "{\"name\":\"mine\",\"url\":\"tcp://127.0.0.1:1\",\"interval\":\"1h\"}";
    assertThat(call("PUT", "/api/v1/services/mine", mine).statusCode()).isEqualTo(201);

    write(SHOP + "  - {name: mine, url: \"tcp://127.0.0.1:2\", interval: 1h}\n");

    assertThat(reload().body())
        .contains("1 added, 0 changed, 0 removed, 2 unchanged, 1 shadowed (mine)");
    assertThat(call("GET", "/api/v1/system", "").body())
        .contains("\"shadowed\":{\"count\":1,\"ids\":[\"mine\"]}");
  }

  @Test
  void hostsAndDistrustOfTheFileHold() throws Exception {
    start(SHOP + "hosts: [watch.test]\ntrust-loopback: false\n");
    assertThat(call("GET", "/status", "").statusCode()).isEqualTo(200);
    assertThat(raw("watch.test")).startsWith("HTTP/1.1 401 ");
    assertThat(raw("other.test")).startsWith("HTTP/1.1 421 ");
  }

  @Test
  void anonymousReadOfTheFileLetsStrangersRead() throws Exception {
    start(SHOP + "anonymous-read: true\n");
    token = "";
    assertThat(call("GET", "/status", "", "X-Forwarded-For", "192.0.2.1").statusCode())
        .isEqualTo(200);
  }

  private String raw(String host) throws IOException {
    if (app == null) {
      throw new AssertionError("not started");
    }
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), app.address().getPort())) {
      socket.setSoTimeout(60_000);
      var head = "GET /status HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void othersReachItOnlyWhenTheFileNamesATokenOrLetsEverybodyRead() throws Exception {
    var everywhere = SHOP.replace("127.0.0.1:0", "0.0.0.0:0");
    write(everywhere);
    for (int attempt = 0; attempt < 2; attempt++) { // the second finds nothing of the first
      assertThatThrownBy(() -> App.start(reading()))
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("token")
          .hasMessageContaining("--anonymous-read");
    }

    start(
        everywhere
            + "tokens: [{name: ci, scope: read, hash: %s}]\n".formatted(TokenText.hash(text)));
    token = "";
    assertThat(call("GET", "/status", "").statusCode()).isEqualTo(401);
    token = text;
    assertThat(call("GET", "/status", "").statusCode()).isEqualTo(200);
  }

  @Test
  void theAutomaticTokenIsNoneThatSomebodyWasGiven() throws Exception {
    start(SHOP).close();
    app = null;
    write(SHOP.replace("127.0.0.1:0", "0.0.0.0:0"));

    assertThatThrownBy(() -> App.start(reading())).isInstanceOf(ListenException.class);
  }
}
