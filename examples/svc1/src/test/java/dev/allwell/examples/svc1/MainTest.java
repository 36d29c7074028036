package dev.allwell.examples.svc1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /// Without an Allwell: port 1 of loopback is nobody's.
  private static Command svc1(String... words) {
    return Command.java("-cp", System.getProperty("java.class.path"), Main.class.getName())
        .plus("--port", "0", "--server", "http://127.0.0.1:1")
        .plus(words);
  }

  private static URI url(ChildProcess svc1) {
    String line = svc1.awaitLine("listening on", LONG);
    return URI.create(line.substring(line.indexOf("http://")));
  }

  private static String get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).timeout(LONG).build();
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    }
  }

  @Nested
  class Answering {
    @Test
    void itTellsItsHealthCountingThatVeryRequest() throws Exception {
      try (ChildProcess svc1 = svc1().start()) {
        URI url = url(svc1);

        assertThat(get(url)).isEqualTo("200 request 1: fine\n");
        assertThat(get(url.resolve("/health")))
            .matches(
                "200 \\{\"uptime_sec\":\\d+,\"request_count\":2,\"error_count\":0,"
                    + "\"attributes\":\\{\"example\":\"always healthy\"}}");
      }
    }

    @Test
    void itRegistersItself() throws Exception {
      CompletableFuture<String> registered = new CompletableFuture<>();
      HttpServer allwell =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      allwell.createContext(
          "/register",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
            registered.complete(
                exchange.getRequestMethod() + " " + new String(body, StandardCharsets.UTF_8));
          });
      allwell.start();
      String server = "http://127.0.0.1:" + allwell.getAddress().getPort();
      try (ChildProcess svc1 = svc1("--server", server).start()) {
        assertThat(registered.get(60, TimeUnit.SECONDS))
            .isEqualTo(
                "POST {\"id\":\"svc1\",\"url\":\"%s\",\"interval\":\"5000ms\","
                    + "\"attributes\":{\"example\":\"always healthy\"}}",
                url(svc1));
        svc1.awaitLine("svc1: registered at " + server, LONG);
      } finally {
        allwell.stop(0);
      }
    }
  }

  @Nested
  class Ending {
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void beingAskedToEndIsNoFault(String signal) {
      try (ChildProcess svc1 = svc1().start()) {
        svc1.awaitLine("listening on", LONG);
        svc1.signal(signal);

        assertThat(svc1.awaitExit(LONG)).isZero();
      }
    }

    @Test
    void itEndsWithTheProcessItIsToEndWithEvenAfterKill() {
      try (ChildProcess other = Command.of("sleep", "1000").start();
          ChildProcess svc1 = svc1("--exit-with", Long.toString(other.pid())).start()) {
        svc1.awaitLine("listening on", LONG);
        assertThat(svc1.isAlive()).isTrue();
        other.signal("KILL");

        assertThat(svc1.awaitExit(LONG)).isZero();
      }
    }

    @Test
    void itEndsWhenThatProcessIsGoneAlready() {
      ChildProcess other = Command.of("true").start();
      try (other) {
        other.awaitExit(LONG);
      }

      assertThat(svc1("--exit-with", Long.toString(other.pid())).run(LONG).exit()).isZero();
    }
  }

  @Nested
  class AskedWrongly {
    @Test
    void aWrongWordIsOneLineAndExit2() {
      Finished finished = svc1("--port", "many").run(LONG);

      assertThat(finished.exit()).isEqualTo(2);
      assertThat(finished.err()).containsExactly("svc1: --port: many is not a number");
    }

    @Test
    void aPortInUseIsOneLineAndExit3() throws Exception {
      try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        String port = Integer.toString(taken.getLocalPort());
        Finished finished = svc1("--port", port).run(LONG);

        assertThat(finished.exit()).isEqualTo(3);
        assertThat(finished.err())
            .containsExactly("svc1: cannot listen on port " + port + ": Address already in use");
      }
    }

    @Test
    void helpTellsTheOptions() {
      Finished finished = svc1("--help").run(LONG);

      assertThat(finished.exit()).isZero();
      assertThat(String.join("\n", finished.out())).contains("--exit-with", "default 4001");
    }
  }
}
