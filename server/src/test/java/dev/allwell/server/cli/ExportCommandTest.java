package dev.allwell.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.App;
import dev.allwell.server.config.Address;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.Settings;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class ExportCommandTest {
  @TempDir private Path folder;

  private final StringWriter err = new StringWriter();

  private static Service service(Map<String, ?> keys, Source source) {
    return ((Definition.Defined) new Definitions(Defaults.CONFIG).read(keys, source)).service();
  }

  private String run(int expected, String... words) {
    var out = new StringWriter();
    var command = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    assertThat(command.execute(words)).as(err.toString()).isEqualTo(expected);
    return out.toString();
  }

  @Test
  void whatCameByTheApiReadsAsTheSameServices() {
    var settings =
        new Settings(Address.parse("127.0.0.1:0"), folder.resolve("data"), 64, List.of());
    var stated =
        IntStream.range(0, 1100)
            .mapToObj(i ->
                service(
                    Map.of(
                        "name",
                        "Service " + i,
                        "url",
                        "http://127.0.0.1:1/" + i,
                        "interval",
                        "1h",
                        "expect",
                        Map.of("body", Map.of("regex", "^$"))),
                    Source.API))
            .toList();
    try (var app = App.start(settings)) {
      var changes = stated.stream().<Change>map(Change.Put::new).toList();
      app.engine().registry().submit(changes).toCompletableFuture().join();
      var filed = service(Map.of("name", "filed", "url", "tcp://127.0.0.1:1"), Source.FILE);
      var shading =
          service(
              Map.of("name", "other", "id", "service-7", "url", "tcp://127.0.0.1:1"), Source.FILE);
      var namesake =
          service(
              Map.of("name", "Service 8", "id", "else", "url", "tcp://127.0.0.1:1"), Source.FILE);
      var file = new Change.Replace(List.of(filed, shading, namesake));
      app.engine().registry().submit(List.of(file)).toCompletableFuture().join();

      var yaml =
          run(
              0,
              "export",
              "--url",
              "http://127.0.0.1:" + app.address().getPort(),
              "--data",
              folder.resolve("data").toString());

      assertThat(read(yaml)).containsExactlyInAnyOrderElementsOf(stated);
    }
  }

  @Test
  void whatIsExportedCanBeServedWithASecretAsAVariable() throws Exception {
    var settings =
        new Settings(Address.parse("127.0.0.1:0"), folder.resolve("data"), 64, List.of());
    var registered =
        new Definitions(Defaults.REGISTER)
            .read(Map.of("id", "Reg_1", "url", "http://127.0.0.1:1/"), Source.API);
    var secret =
        service(
            Map.of(
                "name",
                "Secret ${X} $$",
                "url",
                "https://127.0.0.1:1/",
                "http",
                Map.of("auth", Map.of("bearer", "s3cret"), "redirects", 3L),
                "groups",
                List.of("a: b", "#c")),
            Source.API);
    String yaml;
    try (var app = App.start(settings)) {
      var changes =
          List.<Change>of(
              new Change.Put(((Definition.Defined) registered).service()), new Change.Put(secret));
      app.engine().registry().submit(changes).toCompletableFuture().join();
      yaml =
          run(
              0,
              "export",
              "--url",
              "http://127.0.0.1:" + app.address().getPort(),
              "--data",
              folder.resolve("data").toString());
    }
    var file = Files.writeString(folder.resolve("exported.yaml"), yaml);
    var environment = Map.of("SECRET_X_HTTP_AUTH_BEARER", "s3cret");
    var origin = new Origin(file, environment, Config.byDefault(), Overrides.NONE);

    var reading = origin.read();

    assertThat(reading).as(yaml).isInstanceOf(Reading.Good.class);
    // a registered url is written as what is asked, since /health is nobody's default in a file
    assertThat(((Reading.Good) reading).config().services())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source", "identity.url")
        .containsExactlyInAnyOrder(((Definition.Defined) registered).service(), secret);
  }

  @Test
  void categoriesOfTheApiAndAcksOfDefinitionsAreExported() throws Exception {
    var settings =
        new Settings(Address.parse("127.0.0.1:0"), folder.resolve("data"), 64, List.of());
    var read = new Category("read $1", Source.API, Duration.ofSeconds(15), true, false, false);
    var write = new Category("write", Source.API, null, false, true, true);
    var filed = new Category("filed", Source.FILE, null, true, true, true);
    var shop =
        service(Map.of("name", "shop", "url", "tcp://127.0.0.1:1", "ack", "for $2"), Source.API);
    String yaml;
    try (var app = App.start(settings)) {
      app.engine()
          .registry()
          .submit(
              List.of(
                  new Change.PutCategory(read),
                  new Change.PutCategory(write),
                  new Change.Trip("write"),
                  new Change.PutCategory(filed),
                  new Change.Put(shop)))
          .toCompletableFuture()
          .join();
      yaml =
          run(
              0,
              "export",
              "--url",
              "http://127.0.0.1:" + app.address().getPort(),
              "--data",
              folder.resolve("data").toString());
    }
    var file = Files.writeString(folder.resolve("exported.yaml"), yaml);

    var reading = new Origin(file, Map.of(), Config.byDefault(), Overrides.NONE).read();

    assertThat(reading).as(yaml).isInstanceOf(Reading.Good.class);
    var stated = ((Reading.Good) reading).config().stated();
    assertThat(stated.categories())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("source")
        .containsExactly(read, write);
    assertThat(stated.services().getFirst().labels().ack()).isEqualTo("for $2");
  }

  private static List<Service> read(String yaml) {
    var tree =
        (Map<?, ?>)
            new Load(LoadSettings.builder().build()).loadFromString(yaml.replace("$$", "$"));
    return ((List<?>) Objects.requireNonNull(tree.get("services")))
        .stream().map(ExportCommandTest::stated).toList();
  }

  private static Service stated(Object statement) {
    var keys = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) statement).forEach((key, value) -> keys.put(String.valueOf(key), value));
    return service(keys, Source.API);
  }

  @Test
  void aServerThatSaysNothingIsSaidSo() {
    try (var target = SickTarget.playing(Sickness.closing())) {
      run(Exit.SERVER_REFUSED.code(), "export", "--url", "http://127.0.0.1:" + target.port());
    }
    assertThat(err.toString()).contains("cannot be reached");
  }

  @Test
  void aRefusalIsToldInItsOwnWords() {
    var refusal = "{\"title\":\"Unauthorized\",\"status\":401,\"detail\":\"show a token\"}";
    try (var target = SickTarget.playing(Sickness.healthy(401, refusal))) {
      var data = folder.resolve("none").toString();
      run(
          9,
          "export",
          "--url",
          "http://127.0.0.1:" + target.port(),
          "--data",
          data,
          "--token",
          "t");

      assertThat(target.arrivals().getFirst().header("Authorization")).isEqualTo("Bearer t");
    }
    assertThat(err.toString()).contains("answers 401: show a token");
  }

  @Test
  void aUrlThatIsNoneIsWrongUsage() {
    run(2, "export", "--url", "nonsense");
    assertThat(err.toString()).contains("\"nonsense\" is not a url like http://127.0.0.1:4000");
  }
}
