package dev.allwell.e2e;

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
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged Spring Boot application, as its README tells, and a real Allwell that watches it.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SpringBootExampleTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
  private static final Pattern UP_COUNT = Pattern.compile("\"up_count\":(\\d+)");

  @TempDir private Path folder;

  @Test
  void tenFailedRequestsAreSeenEverywhereAndItHealsByItself() throws Exception {
    try (var allwell = Server.on(folder.resolve("data"));
        var application =
            Application.start(
                "--allwell.tracker.window=20s",
                "--allwell.tracker.registration.servers=" + allwell.url(),
                "--allwell.tracker.registration.deregister=true")) {
      until(() -> allwell.get("/status/orders").body().contains("\"health\":\"healthy\""));
      assertThat(allwell.get("/api/v1/services/orders").body()).contains("\"interval\":\"10s\"");
      assertThat(application.get("/orders/7").body()).isEqualTo("order 7");
      assertThat(application.get("/health").body()).isEqualTo("OK");

      for (int i = 0; i < 10; i++) {
        assertThat(application.get("/orders/broken").statusCode()).isEqualTo(500);
      }

      until(() -> application.get("/health").statusCode() == 503);
      long upCount = upCount(allwell);
      assertThat(application.get("/health").body()).isEqualTo("Service unhealthy due to many 5xx");
      assertThat(application.get("/actuator/health").statusCode()).isEqualTo(503);
      assertThat(application.get("/actuator/health").body()).contains("\"status\":\"DOWN\"");
      application.process.awaitLine("too many orders fail", Server.LONG);
      until(() -> allwell.get("/status/orders").body().contains("\"health\":\"unhealthy\""));
      // a check that was under way may still have been told that all is well, but no other
      assertThat(upCount(allwell) - upCount).isBetween(0L, 1L);

      until(() -> application.get("/health").statusCode() == 200);
      assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"");
      application.process.awaitLine("orders are taken again", Server.LONG);
      until(() -> allwell.get("/status/orders").body().contains("\"health\":\"healthy\""));

      application.process.signal("TERM");
      application.process.awaitExit(Server.LONG);
      until(() -> allwell.get("/status/orders").statusCode() == 404);
    }
  }

  private static long upCount(Server allwell) throws Exception {
    var found = UP_COUNT.matcher(allwell.get("/v1/services").body());
    assertThat(found.find()).isTrue();
    return Long.parseLong(found.group(1));
  }

  @Test
  void toldToKeepUnhealthyItWaitsForAPerson() throws Exception {
    try (var application =
        Application.start(
            "--allwell.tracker.keep-unhealthy=true",
            "--allwell.tracker.window=5s",
            "--allwell.tracker.error-threshold=3",
            "--allwell.tracker.registration.servers=")) {
      until(() -> {
        application.get("/orders/broken");
        return application.get("/health").statusCode() == 503;
      });
      until(() -> application.get("/actuator/health").body().contains("\"errorsInWindow\":0"));

      assertThat(application.get("/health").statusCode()).isEqualTo(503);
      assertThat(application.get("/actuator/health").body()).contains("\"status\":\"DOWN\"");

      assertThat(application.send("POST", "/recovered").statusCode()).isEqualTo(200);
      assertThat(application.get("/health").statusCode()).isEqualTo(200);
      assertThat(application.get("/actuator/health").body()).contains("\"status\":\"UP\"");
    }
  }

  @Test
  void whatItsReadmeTellsPeopleToTypeIsAnswered() throws Exception {
    var readme = Files.readString(Product.root().resolve("examples/spring-boot/README.md"));
    assertThat(readme).contains("    java -jar examples/spring-boot/target/spring-boot.jar");
    var commands =
        readme
            .lines()
            .filter(line -> line.matches(" {4}(curl|for) .*"))
            .map(String::strip)
            .toList();
    assertThat(commands).hasSizeGreaterThan(4);
    try (var application = Application.start("--allwell.tracker.registration.servers=")) {
      for (var command : commands) {
        var here = command.replace("127.0.0.1:8080", "127.0.0.1:" + application.port);
        assertThat(here).isNotEqualTo(command);
        var finished = Command.of("bash", "-c", here).run(Server.LONG);
        assertThat(finished.exit()).as(command + " says " + finished.err()).isZero();
      }
      until(() -> application.get("/health").statusCode() == 200);
    }
  }

  private static void until(Callable<Boolean> reached) throws Exception {
    long end = System.nanoTime() + TWO_MINUTES.toNanos();
    while (!reached.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not within " + TWO_MINUTES);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /// The example as a process of its own, on a port that the system chose.
  private static final class Application implements AutoCloseable {
    final ChildProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    private Application(ChildProcess process) {
      this.process = process;
      this.port =
          Integer.parseInt(
              process
                  .awaitLine("Tomcat started on port ", TWO_MINUTES)
                  .replaceAll(".*started on port (\\d+).*", "$1"));
    }

    static Application start(String... properties) {
      return new Application(
          Command.java("-jar", Product.example("spring-boot").toString())
              .plus("--server.port=0")
              .plus(properties)
              .start());
    }

    HttpResponse<String> get(String path) throws Exception {
      return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .timeout(Server.LONG)
              .method(method, HttpRequest.BodyPublishers.noBody());
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
      process.close();
      http.shutdownNow();
    }
  }
}
