package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.EnvValues;
import dev.allwell.server.config.Installation;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server is called by its `.env` file, and where that is shown.
class InstallationTest {
  @TempDir private Path folder;

  private Config base() throws Exception {
    var text = "SERVICE_NAME='checkout watch'\nENV=production\n";
    var read = EnvValues.named(Files.writeString(folder.resolve("named.env"), text));
    assertThat(read.problems()).isEmpty();
    return read.values().base();
  }

  private Overrides flags() {
    return new Overrides(
        Address.parse("127.0.0.1:0"),
        folder.resolve("data"),
        null,
        List.of(),
        Overrides.Trusted.NOBODY_MORE,
        Overrides.Etcd.AS_IT_IS);
  }

  private static Map<String, Object> system(App app) throws Exception {
    var uri = URI.create("http://127.0.0.1:" + app.address().getPort() + "/api/v1/system");
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build();
    try (var http = HttpClient.newHttpClient()) {
      return new JsonObject(http.send(request, HttpResponse.BodyHandlers.ofString()).body())
          .getMap();
    }
  }

  @Test
  void itIsShownWithoutAFile() throws Exception {
    try (var app = App.start(flags().over(base()))) {
      assertThat(system(app))
          .containsEntry("service-name", "checkout watch")
          .containsEntry("environment", "production");
    }
  }

  @Test
  void itIsShownWithAFile() throws Exception {
    var file = Files.writeString(folder.resolve("allwell.yaml"), "services: []");
    var reading = new Origin(file, Map.of(), base(), flags()).read();
    try (var app = App.start((Reading.Good) reading)) {
      assertThat(system(app))
          .containsEntry("service-name", "checkout watch")
          .containsEntry("environment", "production");
    }
  }

  @Test
  void nothingIsCalledAnythingUnlessSomebodySaysSo() throws Exception {
    try (var app = App.start(flags().over(Config.byDefault()))) {
      assertThat(system(app))
          .containsEntry("service-name", null)
          .containsEntry("environment", null);
    }
    assertThat(Installation.UNNAMED.line()).isEmpty();
  }

  @Test
  void itIsOneLineInTheLogWhateverItHolds() {
    assertThat(new Installation("checkout watch", "production").line())
        .contains("SERVICE_NAME \"checkout watch\", ENV \"production\"");
    assertThat(new Installation("a\nb\u001b[31m", null).line().orElseThrow())
        .startsWith("SERVICE_NAME \"a")
        .matches("\\P{Cntrl}+");
    assertThat(new Installation(null, "x".repeat(100_000)).line().orElseThrow())
        .hasSizeLessThan(100);
  }
}
