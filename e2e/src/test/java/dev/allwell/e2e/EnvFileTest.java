package dev.allwell.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The settings of an uptime recorder: `.env` files.
class EnvFileTest {
  @TempDir private Path folder;

  private Path env(String name, String... lines) throws Exception {
    return Files.writeString(folder.resolve(name), String.join("\n", lines));
  }

  @Test
  void theFileThatIsNamedSaysWhereToListenAndWhereTheLedgerIs() throws Exception {
    var ledger = folder.resolve("deep/uptime.db");
    var file = env("my.env", "API_PORT=0", "DB_FILE=\"" + ledger + "\"", "SERVICE_NAME=x");
    var command = Product.allwell("serve", "--env-file", file.toString()).in(folder);
    try (var server = Server.of(command.start())) {
      assertThat(server.register("{\"id\":\"a\",\"url\":\"http://127.0.0.1:1/\"}").statusCode())
          .isEqualTo(201);
      assertThat(server.get("/api/v1/system").body()).contains("\"service-name\":\"x\"");
    }
    assertThat(ledger).isNotEmptyFile();
    assertThat(ledger.resolveSibling("samples.db")).exists();
    assertThat(folder.resolve("data")).doesNotExist();
    try (var server = Server.of(command.start())) {
      assertThat(server.get("/v1/services/1").body()).contains("\"name\":\"a\"");
    }
  }

  @Test
  void itSaysByWhichNameTheServerIsCalledAndHowOftenServicesAreChecked() throws Exception {
    var file =
        env(
            "my.env",
            "API_PORT=0",
            "API_DOMAIN=https://Watch.example.test:8080",
            "RUNNER_SCRAPE_INTERVAL_SECONDS=1",
            "RUNNER_HTTP_TIMEOUT_SECONDS=1");
    var command = Product.allwell("serve", "--env-file", file.toString()).in(folder);
    try (var server = Server.of(command.start())) {
      server.register("{\"id\":\"a\",\"url\":\"http://127.0.0.1:1/\"}");
      assertThat(status(server, "watch.example.test")).isEqualTo(200);
      assertThat(status(server, "other.example.test")).isEqualTo(421);
      // every 10 s, as is usual, it would be 5 ticks at most
      server.await(
          "/v1/services/1/metrics",
          body -> body.matches("(?s).*\"tick_count\":([8-9]|[1-9][0-9]).*"),
          Duration.ofSeconds(45));
    }
  }

  private static int status(Server server, String host) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout((int) Server.LONG.toMillis());
      var request = "GET /v1/services HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void theOneOfTheWorkingFolderIsReadAndFlagsComeFirst() throws Exception {
    env(".env", "API_PORT=1", "DB_FILE=here.db");
    var data = folder.resolve("there");
    var flags =
        Product.allwell("serve", "--listen", "127.0.0.1:0", "--data", data.toString()).in(folder);
    try (var server = Server.of(flags.start())) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }
    assertThat(data.resolve("ledger.db")).exists();
    assertThat(folder.resolve("here.db")).doesNotExist();

    try (var server =
        Server.of(Product.allwell("serve", "--listen", "127.0.0.1:0").in(folder).start())) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }
    assertThat(folder.resolve("here.db")).exists();
  }

  @Test
  void theEnvironmentIsNotLookedAt() throws Exception {
    var command =
        Product.allwell("serve", "--listen", "127.0.0.1:0")
            .with("DB_FILE", folder.resolve("stray.db").toString())
            .with("API_PORT", "nonsense")
            .in(folder);
    try (var server = Server.of(command.start())) {
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }
    assertThat(folder.resolve("stray.db")).doesNotExist();
    assertThat(folder.resolve("data/ledger.db")).exists();
  }

  @Test
  void allThatIsWrongWithItIsToldWithItsLine() throws Exception {
    var file = env("bad.env", "API_PORT=http", "", "RUNNER_SCRAPE_INTERVAL_SECOND=5");
    var finished = Product.allwell("serve", "--env-file", file.toString()).run(Server.LONG);
    assertThat(finished.exit()).isEqualTo(2);
    assertThat(finished.err())
        .startsWith(
            file + ":1: API_PORT: expected a whole number from 0 to 65535, got \"http\"",
            file
                + ":3: RUNNER_SCRAPE_INTERVAL_SECOND: unknown name, did you mean"
                + " RUNNER_SCRAPE_INTERVAL_SECONDS?");
    var missing = Product.allwell("serve", "--env-file", "/no/such.env").run(Server.LONG);
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err().getFirst()).contains("/no/such.env");
  }
}
