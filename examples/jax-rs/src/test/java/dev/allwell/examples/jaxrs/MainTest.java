package dev.allwell.examples.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Path README = Path.of("README.md");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private ChildProcess process;
  private URI url;

  @BeforeEach
  void start() {
    process =
        Command.java("-cp", System.getProperty("java.class.path"), Main.class.getName())
            .plus("0")
            .start();
    String line = process.awaitLine("listening on", LONG);
    url = URI.create(line.substring(line.indexOf("http://")));
  }

  @AfterEach
  void end() {
    client.shutdownNow();
    process.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> asked(String path) {
    return client.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .timeout(LONG)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private int get(String path) throws Exception {
    return send("GET", path).statusCode();
  }

  @ParameterizedTest
  @CsvSource({
    "/orders/broken, 500",
    "/orders/thrown, 500",
    "/orders/refused, 502",
    "/orders/late, 503"
  })
  void tenErrorsTurnItsHealthRed(String failing, int status) throws Exception {
    assertThat(send("GET", "/health").body()).isEqualTo("OK");
    var nine = Stream.generate(() -> asked(failing)).limit(9).toList(); // at once: one is late
    for (var answer : nine) {
      assertThat(answer.join().statusCode()).isEqualTo(status);
    }
    assertThat(get("/health")).isEqualTo(200);
    assertThat(get(failing)).isEqualTo(status);

    HttpResponse<String> answer = send("GET", "/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("Service unhealthy due to many 5xx");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .matches("text/plain; ?charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(send("HEAD", "/health").statusCode()).isEqualTo(503);
    assertThat(send("POST", "/health").statusCode()).isEqualTo(405);
  }

  @Test
  void whatIsNoFaultOfTheServiceDoesNotCount() throws Exception {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/orders/7")).isEqualTo(200);
      assertThat(get("/orders/none")).isEqualTo(404);
      assertThat(get("/nowhere")).isEqualTo(404);
    }
    assertThat(get("/health")).isEqualTo(200);
  }

  @Test
  void whatTheReadmeTellsPeopleToTypeIsAnswered() throws Exception {
    List<String> commands =
        Files.readAllLines(README).stream()
            .filter(line -> line.matches(" {4}(curl|for) .*"))
            .map(line -> line.strip().replace("http://127.0.0.1:8080", url.toString()))
            .toList();
    assertThat(commands).hasSize(2).allMatch(command -> command.contains(url.toString()));
    for (String command : commands) {
      assertThat(Command.of("bash", "-c", command).run(LONG).exit()).as(command).isZero();
    }
    assertThat(get("/health")).isEqualTo(503);
  }
}
