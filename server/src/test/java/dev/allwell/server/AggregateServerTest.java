package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.model.Category;
import dev.allwell.model.Status;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.testkit.BlackHole;
import dev.allwell.testkit.ClosedPort;
import io.vertx.core.json.JsonObject;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Categories, acks and what they come to: a whole server with a real target and a real store.
class AggregateServerTest {
  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger status = new AtomicInteger(200);
  private final AtomicInteger asked = new AtomicInteger();
  private @Nullable HttpServer target;
  private @Nullable App app;

  @BeforeEach
  void serve() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    server.start();
    target = server;
  }

  @AfterEach
  void stop() {
    http.close();
    if (app != null) {
      app.close();
    }
    if (target != null) {
      target.stop(0);
    }
  }

  private String url() {
    return "http://127.0.0.1:" + (target == null ? 0 : target.getAddress().getPort()) + "/";
  }

  private App start(String yaml) throws IOException {
    var head = "listen: \"127.0.0.1:0\"\ndata: " + folder.resolve("data") + "\n";
    var file = Files.writeString(folder.resolve("allwell.yaml"), head + yaml);
    var reading = new Origin(file, Map.of(), Config.byDefault(), Overrides.NONE).read();
    assertThat(reading).isInstanceOf(Reading.Good.class);
    var started = App.start((Reading.Good) reading);
    app = started;
    return started;
  }

  private App restart(String yaml) throws IOException {
    if (app != null) {
      app.close();
    }
    return start(yaml);
  }

  private HttpResponse<String> call(String method, String path, String body)
      throws IOException, InterruptedException {
    if (app == null) {
      throw new AssertionError("not started");
    }
    var token = Files.readString(folder.resolve("data/admin-token")).strip();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.address().getPort() + path))
            .timeout(Duration.ofMinutes(2))
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private int goodToGo(String query) throws IOException, InterruptedException {
    return call("GET", "/__gtg" + query, "").statusCode();
  }

  private static void await(BooleanSupplier wanted) {
    long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("waited for two minutes").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  /// Has the shop checked out of turn; just after a start, as soon as there are lanes to do so.
  private static void check(App app, Status wanted) {
    await(() ->
        app.engine().checkNow("shop").toCompletableFuture().join().orElseThrow().status()
            == wanted);
  }

  @Test
  void whatPeopleSaidOutlastsARestartAndARename() throws Exception {
    start("categories: {read: {sticky: true}}\nservices: []\n");
    var service =
        "{\"id\":\"shop\",\"name\":\"%s\",\"url\":\"tcp://127.0.0.1:1\",\"interval\":\"1h\"}";
    call("PUT", "/api/v1/services/shop", service.formatted("Shop"));
    call("PUT", "/api/v1/services/shop/ack", "{\"message\":\"rebuilt\",\"author\":\"ann\"}");
    call("PUT", "/api/v1/ack", "{\"message\":\"moving\"}");
    call("PUT", "/api/v1/categories/write", "{\"period\":\"5s\",\"resilient\":true}");
    call("POST", "/api/v1/categories/read/disable", "");
    call("PUT", "/api/v1/services/shop", service.formatted("Store"));

    var again = restart("categories: {read: {sticky: true}}\nservices: []\n");

    var roster = again.engine().registry().roster();
    var shop = roster.byId("shop").orElseThrow();
    assertThat(shop.service().name()).isEqualTo("Store");
    assertThat(shop.handling().ack().orElseThrow().message()).isEqualTo("rebuilt");
    assertThat(shop.handling().ack().orElseThrow().author()).isEqualTo("ann");
    var categories = roster.categories();
    assertThat(categories.acks().values()).extracting("message").containsExactly("moving");
    assertThat(categories.of("write").period()).contains(Duration.ofSeconds(5));
    assertThat(categories.of("read").sticky()).isTrue();
    assertThat(categories.enabled("read")).isFalse();
    var health = new JsonObject(call("GET", "/__health", "").body());
    assertThat(health.getString("description")).endsWith(" Cluster is acknowledged: moving");
    assertThat(health.getBoolean("ok")).isTrue();
    assertThat(goodToGo("?categories=read")).isEqualTo(503);
  }

  @Test
  void aStickyCategoryIsTrippedByARealCheckAndStaysSoUntilAPersonEnablesIt() throws Exception {
    var yaml =
        """
        categories: {read: {sticky: true}}
        services:
          - {name: shop, url: "%s", categories: [read], interval: 1h, timeout: 1m, retries: 0}
        """
            .formatted(url());
    var first = start(yaml);
    check(first, Status.HEALTHY);
    assertThat(goodToGo("?categories=read")).isEqualTo(200);

    status.set(500);
    check(first, Status.UNHEALTHY);
    await(() -> !first.engine().aggregate().categories().enabled("read"));
    status.set(200);
    check(first, Status.HEALTHY);
    assertThat(goodToGo("?categories=read")).isEqualTo(503);
    assertThat(goodToGo("")).isEqualTo(200);
    assertThat(call("GET", "/metrics?format=prometheus", "").body())
        .contains(
            "allwell_category_good_to_go{category=\"default\"} 1.0",
            "allwell_category_good_to_go{category=\"read\"} 0.0",
            "allwell_category_trips_total 1.0");
    await(() -> first.engine().registry().roster().categories().off().containsKey("read"));

    var second = restart(yaml);
    check(second, Status.HEALTHY);
    assertThat(goodToGo("?categories=read")).isEqualTo(503);
    assertThat(call("POST", "/api/v1/categories/read/enable", "").statusCode()).isEqualTo(200);
    assertThat(goodToGo("?categories=read")).isEqualTo(200);
    await(() -> read("/api/v1/audit").contains("enable-category"));
  }

  @Test
  void whatASiteHasAgreedOnHoldsForAllOfItsServices() throws Exception {
    var running =
        start(
            """
            instance-suffix: "@[a-z]+"
            most-severe: [shop]
            categories: {read: {resilient: true}}
            services:
              - {name: shop, url: "%1$s", categories: [read], interval: 1h, retries: 0}
              - {name: "shop@east", url: "%1$s", categories: [read], interval: 1h, retries: 0}
            """
                .formatted(url()));
    status.set(500);
    check(running, Status.UNHEALTHY);
    status.set(200);
    await(() ->
        running.engine().checkNow("shop-east").toCompletableFuture().join().orElseThrow().status()
            == Status.HEALTHY);

    assertThat(goodToGo("?categories=read")).isEqualTo(200);
    var document = new JsonObject(call("GET", "/__health", "").body());
    assertThat(document.getInteger("severity")).isEqualTo(1);
    var shop = new JsonObject(call("GET", "/api/v1/services/shop", "").body());
    assertThat(shop.getJsonObject("state").getInteger("severity")).isEqualTo(1);
    assertThat(shop.getString("interval")).isEqualTo("1h");
  }

  @Test
  void aPeriodIsKeptByRealChecks() throws Exception {
    var running =
        start(
            """
            categories: {read: {period: 1s}}
            services:
              - {name: shop, url: "%s", categories: [read], interval: 1h, retries: 0}
            """
                .formatted(url()));
    await(() -> asked.get() >= 3);
    var shop = new JsonObject(call("GET", "/api/v1/services/shop", "").body());
    assertThat(shop.getString("interval")).isEqualTo("1s");
    assertThat(running.engine().registry().categories().of("read"))
        .extracting(Category::period)
        .isNotNull();
  }

  @Test
  void withoutTheCacheAServiceIsAskedOnceMoreAndNoOftener() throws Exception {
    status.set(500);
    var running =
        start(
            """
            services:
              - {name: shop, url: "%s", interval: 1h, timeout: 1m, retries: 2, retry-backoff: 1ms}
            """
                .formatted(url()));
    check(running, Status.UNHEALTHY);
    assertThat(asked.get()).isEqualTo(3);

    status.set(200);
    assertThat(goodToGo("")).isEqualTo(503);
    assertThat(goodToGo("?cache=false")).isEqualTo(200);
    assertThat(asked.get()).isEqualTo(4);

    status.set(500);
    running.engine().checkOnce("shop").toCompletableFuture().join();
    assertThat(asked.get()).as("a single attempt").isEqualTo(5);
  }

  @Test
  void aServiceWhoseProxyFailsFromTheStartSaysSo() throws Exception {
    try (var nobody = new ClosedPort()) {
      start(
          """
          services:
            - {name: shop, url: "%s", interval: 1h, retries: 0, proxy: "socks5://127.0.0.1:%d"}
          """
              .formatted(url(), nobody.number()));
      await(() -> output().startsWith("not checked yet: proxy-failed: the proxy socks5://"));
      assertThat(goodToGo("")).isEqualTo(503);
    }
  }

  private String output() {
    var health = new JsonObject(read("/__health?cache=false"));
    return health.getJsonArray("checks").getJsonObject(0).getString("checkOutput");
  }

  private String read(String path) {
    try {
      return call("GET", path, "").body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// The target answers never, and its check may take five minutes: the answer does not wait.
  @Test
  void withoutTheCacheATargetThatHangsKeepsNobodyWaiting() throws Exception {
    try (var hole = new BlackHole()) {
      start(
          """
          services:
            - {name: hole, url: "tcp://127.0.0.1:%d", interval: 1h, timeout: 5m, tcp: {expect: x}}
          """
              .formatted(hole.port()));
      var health = new JsonObject(call("GET", "/__health?cache=false", "").body());
      assertThat(health.getJsonArray("checks").getJsonObject(0).getString("checkOutput"))
          .isEqualTo("not checked yet");
    }
  }
}
