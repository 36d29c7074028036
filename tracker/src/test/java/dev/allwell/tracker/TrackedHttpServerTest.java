package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackedHttpServerTest {
  private final StatusCodeTracker tracker = StatusCodeTracker.builder().errorThreshold(2).build();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch returned = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    add("/fine", exchange -> answer(exchange, 200));
    add("/sick", exchange -> answer(exchange, 500));
    add("/lost", exchange -> answer(exchange, 404));
    add(
        "/throws",
        exchange -> {
          throw new IllegalStateException("on purpose");
        });
    add(
        "/throws-late",
        exchange -> {
          answer(exchange, 200);
          throw new IOException("on purpose");
        });
    server
        .createContext("/later", exchange -> threads.execute(() -> answerLater(exchange)))
        .getFilters()
        .addAll(
            List.of(
                Filter.afterHandler("is done", exchange -> returned.countDown()),
                TrackedHttpServer.recording(tracker)));
    add("/health", TrackedHttpServer.health(HealthPage.monitor(tracker, Map::of)));
    server.createContext("/text", TrackedHttpServer.health(HealthPage.text(tracker)));
    server.start();
  }

  private void add(String path, HttpHandler handler) {
    server.createContext(path, handler).getFilters().add(TrackedHttpServer.recording(tracker));
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private void answerLater(HttpExchange exchange) {
    try {
      Patience.until("the handler returns", returned);
      answer(exchange, 500);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() {
    server.stop(0);
    threads.shutdownNow();
    tracker.close();
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return client.send(
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void awaitCounts(long requests, long errors) {
    // an answer arrives before the filter has seen its end
    Patience.until("requests are counted", () -> tracker.snapshot().requests() >= requests);
    assertThat(tracker.snapshot().requests()).isEqualTo(requests);
    assertThat(tracker.snapshot().errors()).isEqualTo(errors);
  }

  @Test
  void eachExchangeCountsByItsStatus() throws Exception {
    ask("GET", "/fine");
    ask("POST", "/sick");
    ask("GET", "/lost");

    awaitCounts(3, 1);
  }

  @Test
  void oneThatThrowsIsAnErrorOnce() {
    assertThatThrownBy(() -> ask("PUT", "/throws")).isInstanceOf(IOException.class);

    Patience.until("it is counted", () -> tracker.snapshot().errors() >= 1);
    assertThat(tracker.snapshot().errors()).isEqualTo(tracker.snapshot().requests());
  }

  @Test
  void oneThatThrowsAfterItsAnswerIsAnErrorOnce() throws Exception {
    ask("GET", "/throws-late");

    awaitCounts(1, 1);
  }

  @Test
  void whatIsNotAnsweredYetIsNotCounted() throws Exception {
    assertThat(ask("GET", "/later").statusCode()).isEqualTo(500);

    assertThat(tracker.snapshot().requests()).isZero();
  }

  @Test
  void healthIsTextWithItsHeaders() throws Exception {
    HttpResponse<String> answer = ask("GET", "/text");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void healthTurnsWithTheErrorsAndIsNeverCountedItself() throws Exception {
    ask("GET", "/sick");
    ask("GET", "/sick");
    awaitCounts(2, 2);
    for (int i = 0; i < 5; i++) {
      assertThat(ask("GET", "/health").statusCode()).isEqualTo(503);
    }

    assertThat(ask("GET", "/health").body()).contains("\"request_count\":2,\"error_count\":2");
  }

  @Test
  void headSaysTheSameWithoutABody() throws Exception {
    HttpResponse<String> answer = ask("HEAD", "/text");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    HttpResponse<String> answer = ask(method, "/health");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(tracker.snapshot().requests()).isZero();
  }

  @Test
  void pathsBelowHealthAreNotHealth() throws Exception {
    assertThat(ask("GET", "/health/deep").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/healthy").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/health?debug=true").statusCode()).isEqualTo(200);
  }
}
