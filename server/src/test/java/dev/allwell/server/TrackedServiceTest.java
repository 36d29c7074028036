package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.server.access.TokenText;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.TrackedHttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A service that tracks itself and registers with a token of its own, and a whole server.
class TrackedServiceTest {
  @TempDir private Path folder;
  private final String registerToken = TokenText.fresh();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final StatusCodeTracker tracker = StatusCodeTracker.create();
  private App allwell;
  private HttpServer shop;
  private String adminToken;

  @BeforeEach
  void start() throws IOException {
    var file = folder.resolve("allwell.yaml");
    Files.writeString(
        file,
        """
        data: %s
        listen: "127.0.0.1:0"
        tokens: [{name: shop, scope: register, hash: %s}]
        """
            .formatted(folder.resolve("data"), TokenText.hash(registerToken)));
    var origin = new Origin(file, Map.of(), Config.byDefault(), Overrides.NONE);
    allwell = App.start((Reading.Good) origin.read());
    adminToken = Files.readString(folder.resolve("data/admin-token")).strip();
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/health",
        TrackedHttpServer.health(HealthPage.monitor(tracker, () -> Map.of("zone", "b"))));
    shop.start();
  }

  @AfterEach
  void stop() {
    http.close();
    allwell.close();
    shop.stop(0);
    tracker.close();
  }

  private SelfRegistration register(String token) {
    return SelfRegistration.of(
            "shop", URI.create("http://127.0.0.1:" + shop.getAddress().getPort()))
        .server(URI.create("http://127.0.0.1:" + allwell.address().getPort()), token)
        .interval(Duration.ofSeconds(1))
        .attribute("zone", "a")
        .deregisterAtClose(true)
        .start();
  }

  private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + allwell.address().getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + adminToken)
            .header("Accept", "application/json")
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private void await(String path, Predicate<HttpResponse<String>> seen)
      throws IOException, InterruptedException {
    var began = System.nanoTime();
    var answer = ask(path);
    while (!seen.test(answer)) {
      assertThat(System.nanoTime() - began)
          .as("waited in vain; the last answer: %s %s", answer.statusCode(), answer.body())
          .isLessThan(TimeUnit.SECONDS.toNanos(60));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      answer = ask(path);
    }
  }

  @Test
  void itIsSeenToBeWellAndToFallSickAndIsGoneWhenItLeaves() throws Exception {
    try (var registration = register(registerToken)) {
      assertThat(registration).isNotNull();
      await("/status/shop", answer -> answer.body().contains("\"status\":\"healthy\""));
      await("/metrics", answer -> answer.body().contains("\"attributes\":{\"zone\":\"b\"}"));
      for (int request = 0; request < 10; request++) {
        tracker.record(500);
      }

      await("/status/shop", answer -> answer.body().contains("\"status\":\"unhealthy\""));
      await("/metrics", answer -> answer.body().contains("\"health\":\"unhealthy\""));
      tracker.updateHealthy(true);
      await("/status/shop", answer -> answer.body().contains("\"status\":\"healthy\""));
    }
    assertThat(ask("/status/shop").statusCode()).isEqualTo(404);
  }
}
