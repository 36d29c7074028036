package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExampleServiceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final HttpClient client = HttpClient.newHttpClient();
  private ExampleService service;

  @BeforeEach
  void start() throws Exception {
    service = new ExampleService(0, ErrorRule.every(4), Map.of("zone", "b"));
    service.start();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    service.close();
  }

  private HttpRequest request(String method, String path) {
    return HttpRequest.newBuilder(service.url().resolve(path))
        .timeout(LONG)
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aRequestIsCountedBeforeItIsAnswered() throws Exception {
    assertThat(send("GET", "/health").body())
        .contains("\"request_count\":1,\"error_count\":0,\"attributes\":{\"zone\":\"b\"}");
    assertThat(send("GET", "/any").body()).isEqualTo("request 2: fine\n");
    assertThat(send("HEAD", "/").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/health").body()).contains("\"request_count\":4,\"error_count\":1");
  }

  @Test
  void noNumberOfErrorsMakesItsHealthAnythingBut200() throws Exception {
    for (int request = 0; request < 200; request++) {
      assertThat(send("GET", "/health").statusCode()).isEqualTo(200);
    }
    assertThat(send("GET", "/health").body()).contains("\"request_count\":201,\"error_count\":50");
  }

  @Test
  void eachOfManyAtOnceHasANumberOfItsOwn() {
    var bodies =
        IntStream.range(0, 40)
            .mapToObj(
                i -> client.sendAsync(request("GET", "/"), HttpResponse.BodyHandlers.ofString()))
            .toList()
            .stream()
            .map(answer -> answer.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join().body())
            .toList();

    assertThat(bodies)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 40)
                .mapToObj(n -> "request " + n + (n % 4 == 0 ? ": an error\n" : ": fine\n"))
                .toList());
  }

  @Test
  void aRuleOfEveryZerothIsRefused() {
    assertThatThrownBy(() -> ErrorRule.every(0)).hasMessage("n: 0, expected at least 1");
  }
}
