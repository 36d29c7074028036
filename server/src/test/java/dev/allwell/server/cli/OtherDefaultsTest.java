package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.App;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.EnvValues;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was stated holds where other defaults than the usual are in force: those of a `.env` file,
/// and those of a configuration.
class OtherDefaultsTest {
  private static final String ENV =
      """
      RUNNER_SCRAPE_INTERVAL_SECONDS=5
      RUNNER_HTTP_TIMEOUT_SECONDS=2
      """;

  /// Each states what is usual, and what differs from the usual.
  private static final List<String> STATED =
      List.of(
          """
          {"name": "usual", "url": "http://127.0.0.1:1/", "interval": "30s", "timeout": "5s",
           "retries": 2, "retry-backoff": "500ms", "failure-threshold": 1, "success-threshold": 1,
           "error-rate-limit": 0.2, "degraded-on": "lifetime"}
          """,
          """
          {"name": "other", "url": "tcp://127.0.0.1:1", "interval": "5s", "timeout": "2s",
           "retries": 0, "retry-backoff": "1s", "failure-threshold": 2, "success-threshold": 3,
           "error-rate-limit": 0.5, "degraded-on": "window"}
          """,
          """
          {"name": "silent", "url": "dns://127.0.0.1:1/x.test"}
          """);

  private static final String DEFAULTS =
      """
      defaults:
        interval: 15s
        timeout: 3s
        retries: 7
        retry-backoff: 2s
        failure-threshold: 4
        success-threshold: 5
        error-rate-limit: 0.9
        degraded-on: window
      """;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
  }

  /// What holds where nothing else is said, by the `.env` file.
  private Config base(String data) throws IOException {
    var file = Files.writeString(folder.resolve("named.env"), ENV);
    var said = EnvValues.named(file);
    assertThat(said.problems()).isEmpty();
    return with(said.values().base(), data);
  }

  /// On a free port, with a data folder of its own.
  private Config with(Config base, String data) {
    return overrides(data).over(base);
  }

  private Overrides overrides(String data) {
    return new Overrides(
        Address.parse("127.0.0.1:0"),
        folder.resolve(data),
        64,
        List.of(),
        Overrides.Trusted.NOBODY_MORE,
        Overrides.Etcd.AS_IT_IS);
  }

  private HttpResponse<String> call(App app, String data, String method, String path, String body)
      throws Exception {
    var token = Files.readString(folder.resolve(data).resolve("admin-token")).strip();
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.address().getPort() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private void state(App app, String data) throws Exception {
    for (var statement : STATED) {
      var answer = call(app, data, "POST", "/api/v1/services", statement);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
  }

  private static Service stored(App app, String id) {
    return app.engine().registry().roster().byId(id).map(Registration::service).orElseThrow();
  }

  private static List<Service> stored(App app) {
    return app.engine().registry().roster().all().stream().map(Registration::service).toList();
  }

  private String run(int expected, String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    var command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(command.execute(words)).as("%s%s", out, err).isEqualTo(expected);
    return out.toString();
  }

  @Test
  void aPatchLeavesWhatItDoesNotName() throws Exception {
    try (var app = App.start(base("data").settings())) {
      state(app, "data");
      assertThat(stored(app, "usual").schedule().interval()).isEqualTo(Duration.ofSeconds(30));
      assertThat(stored(app, "silent").schedule().interval()).isEqualTo(Duration.ofSeconds(5));

      for (var id : List.of("usual", "other", "silent")) {
        var before = stored(app, id);
        var answer = call(app, "data", "PATCH", "/api/v1/services/" + id, "{\"groups\": [\"x\"]}");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var after = stored(app, id);
        assertThat(after.labels().groups()).containsExactly("x");
        assertThat(after.schedule()).isEqualTo(before.schedule());
        assertThat(after.rules()).isEqualTo(before.rules());
        assertThat(after.check()).isEqualTo(before.check());
      }
    }
  }

  @Test
  void aPatchThatTakesAKeyAwayLeavesItToWhatHoldsHere() throws Exception {
    try (var app = App.start(base("data").settings())) {
      state(app, "data");

      var patch = "{\"interval\": null, \"timeout\": null}";
      call(app, "data", "PATCH", "/api/v1/services/usual", patch);

      assertThat(stored(app, "usual").schedule().interval()).isEqualTo(Duration.ofSeconds(5));
      assertThat(stored(app, "usual").schedule().timeout()).isEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void aBriefStatementThatIsPutBackChangesNothing() throws Exception {
    try (var app = App.start(base("data").settings())) {
      state(app, "data");
      var before = stored(app);
      var page = call(app, "data", "GET", "/api/v1/services?definition=brief", "");
      var services = new JsonObject(page.body()).getJsonArray("services");

      for (int i = 0; i < services.size(); i++) {
        var definition = services.getJsonObject(i).getJsonObject("definition");
        var path = "/api/v1/services/" + services.getJsonObject(i).getString("id");
        assertThat(call(app, "data", "PUT", path, definition.encode()).statusCode()).isEqualTo(200);
      }

      assertThat(services).hasSize(3);
      assertThat(stored(app)).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void whatIsExportedMeansTheSameUnderOtherDefaults() throws Exception {
    String yaml;
    List<Service> exported;
    try (var app = App.start(with(Config.byDefault(), "from").settings())) {
      state(app, "from");
      exported = stored(app);
      var url = "http://127.0.0.1:" + app.address().getPort();
      yaml = run(0, "export", "--url", url, "--data", folder.resolve("from").toString());
    }
    var file = Files.writeString(folder.resolve("allwell.yaml"), DEFAULTS + yaml);

    assertThat(run(0, "validate", file.toString())).contains("is good: 3 services");
    var origin = new Origin(file, Map.of(), base("to"), overrides("to"));
    try (var app = App.start((Reading.Good) origin.read())) {
      assertThat(stored(app)).allMatch(service -> service.source() == Source.FILE);
      assertThat(stored(app))
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
          .containsExactlyInAnyOrderElementsOf(exported);
    }
  }
}
