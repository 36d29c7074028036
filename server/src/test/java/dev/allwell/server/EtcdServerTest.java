package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.EtcdNames;
import dev.allwell.server.config.Overrides;
import dev.allwell.testkit.process.Etcd;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole server beside a real etcd, as its API shows it.
class EtcdServerTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Etcd etcd;
  private App app;

  @BeforeEach
  void start() throws Exception {
    etcd = Etcd.in(Files.createDirectory(folder.resolve("etcd")));
    app = server();
  }

  @AfterEach
  void stop() {
    http.close();
    app.close();
    etcd.close();
  }

  private App server() {
    var flags =
        new Overrides(
            Address.parse("127.0.0.1:0"),
            folder.resolve("data"),
            null,
            List.of(),
            Overrides.Trusted.NOBODY_MORE,
            new Overrides.Beyond(
                Overrides.Graphed.AS_IT_IS,
                new Overrides.Etcd(EtcdNames.addresses(etcd.endpoint()), null, null),
                null));
    return App.start(flags.over(Config.byDefault()));
  }

  private String get(String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + app.address().getPort() + path);
    var request = HttpRequest.newBuilder(uri).timeout(LONG).build();
    return http.send(request, BodyHandlers.ofString()).body();
  }

  private JsonObject standing() throws Exception {
    return new JsonObject(get("/api/v1/system")).getJsonObject("etcd");
  }

  private JsonObject services() throws Exception {
    return new JsonObject(get("/status")).getJsonObject("services");
  }

  private static void awaits(Callable<Boolean> condition) throws Exception {
    long until = System.nanoTime() + LONG.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime() - until).as("waited for %s", LONG).isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Test
  void aServiceOfEtcdIsCheckedAtOnceAndShown() throws Exception {
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/deep/__health",
        exchange -> {
          var body = "{\"schemaVersion\":1,\"checks\":[]}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
    try {
      var port = target.getAddress().getPort();
      etcd.put("/ft/healthcheck/shop/url", "http://127.0.0.1:" + port + "/deep");
      awaits(() ->
          services().containsKey("shop")
              && "healthy".equals(services().getJsonObject("shop").getString("status")));
      assertThat(get("/api/v1/services/shop")).contains("\"source\":\"etcd\"");
    } finally {
      target.stop(0);
    }
  }

  @Test
  void howEtcdStandsIsTold() throws Exception {
    etcd.put("/ft/healthcheck/shop/url", "http://127.0.0.1:1");
    etcd.put("/ft/healthcheck-categories/read/sticky", "perhaps");
    awaits(() -> standing().getInteger("services") == 1 && standing().getInteger("keys") == 2);
    awaits(() -> standing().getInteger("problem-count") == 1);
    var standing = standing();
    assertThat(standing.getBoolean("stale")).isFalse();
    assertThat(standing.getString("prefix")).isEqualTo("/ft");
    assertThat(standing.getJsonArray("endpoints")).containsExactly(etcd.endpoint());
    assertThat(standing.getInteger("categories")).isEqualTo(1);
    assertThat(standing.getJsonArray("problems"))
        .containsExactly(
            "/ft/healthcheck-categories/read/sticky: expected true or false, got \"perhaps\";"
                + " it counts as false");
    assertThat(get("/metrics"))
        .contains("allwell_etcd_stale 0.0")
        .contains("allwell_etcd_services 1.0")
        .contains("allwell_etcd_problems 1.0");
  }

  @Test
  void whatWasKnownHoldsThroughAnOutageAndARestart() throws Exception {
    etcd.put("/ft/healthcheck/shop/url", "http://127.0.0.1:1");
    awaits(() -> services().containsKey("shop"));
    etcd.kill();
    awaits(() -> standing().getBoolean("stale"));
    assertThat(standing().getString("why")).isNotEmpty();
    assertThat(get("/metrics")).contains("allwell_etcd_stale 1.0");
    assertThat(get("/__health")).contains("What etcd states is stale since ");
    assertThat(services().containsKey("shop")).isTrue();
    app.close();
    app = server();
    assertThat(services().containsKey("shop")).isTrue();
    assertThat(standing().getBoolean("stale")).isTrue();
    assertThat(get("/livez")).isNotEmpty();
  }
}
