package dev.allwell.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.testkit.process.Promtool;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole server that is told where carbon listens.
@Timeout(180)
class GraphiteServerTest {
  private static final String SERVICE = "ops.health.stage.services.shop-eu ";

  @TempDir private Path folder;

  private Reading.Good configured(int port) throws Exception {
    var file = folder.resolve("allwell.yaml");
    Files.writeString(
        file,
        """
        listen: "127.0.0.1:0"
        data: %s
        graphite: {address: "127.0.0.1:%d", prefix: ops, environment: stage}
        services:
          - {name: shop.eu, id: shop, url: "tcp://127.0.0.1:1", interval: 1h, retries: 0}
        """
            .formatted(folder.resolve("data"), port));
    var origin = new Origin(file, Map.of(), Config.byDefault(), Overrides.NONE);
    return (Reading.Good) origin.read();
  }

  private static String get(App app, String path) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + app.address().getPort() + path);
    try (var http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  @Test
  void itsResultsGoThere() throws Exception {
    try (var carbon = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var app = App.start(configured(carbon.getLocalPort()));
        var accepted = carbon.accept();
        var lines =
            new BufferedReader(new InputStreamReader(accepted.getInputStream(), US_ASCII))) {
      assertThat(lines.readLine()).startsWith("ops.health.stage.pilot-light 1 ");
      long began = Instant.now().getEpochSecond();
      for (int i = 0; i < 40; i++) { // so many that nobody waits for the minute
        app.engine().checkNow("shop").toCompletableFuture().get(60, TimeUnit.SECONDS);
      }
      var line = lines.readLine();
      while (!line.startsWith(SERVICE)) {
        line = lines.readLine();
      }
      assertThat(line).startsWith(SERVICE + "1 "); // 0 would be healthy
      assertThat(Long.parseLong(line.substring(SERVICE.length() + 2)))
          .isBetween(began - 60, Instant.now().getEpochSecond());

      var metrics = get(app, "/metrics");
      assertThat(metrics)
          .contains("allwell_graphite_connected 1.0", "allwell_graphite_connections_total 1.0")
          .contains("allwell_graphite_dropped_total{reason=\"overflow\"} 0.0")
          .contains("allwell_supervisor_child_condition{child=\"graphite\",condition=\"running\"}");
      assertThat(new Promtool().checkMetrics(metrics).err())
          .noneMatch(complaint -> complaint.contains("graphite"));
    }
  }

  @Test
  void whereNoneIsNamedNothingOfItRuns() throws Exception {
    var file = folder.resolve("allwell.yaml");
    Files.writeString(file, "{listen: \"127.0.0.1:0\", data: " + folder.resolve("data") + "}");
    var origin = new Origin(file, Map.of(), Config.byDefault(), Overrides.NONE);
    try (var app = App.start((Reading.Good) origin.read())) {
      assertThat(get(app, "/metrics")).doesNotContain("graphite");
      assertThat(app.engine().supervisor().tree())
          .noneMatch(child -> child.name().equals("graphite"));
    }
  }
}
