package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The configuration as a user meets it.
class ConfigurationTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String GOOD =
      "services:\n  - {name: shop, url: \"tcp://127.0.0.1:1\", interval: 1h}\n";
  private static final String BAD =
      "services:\n  - name: shop\n    url: http://shop.test/\n    intervall: 15s\n";

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("allwell.yaml");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(file(), text);
  }

  private void move(String text) throws IOException {
    var next = Files.writeString(folder.resolve("next"), text);
    Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Command serve() {
    return Product.allwell(
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data",
        folder.resolve("data").toString(),
        "-c",
        file().toString());
  }

  @Nested
  class Validated {
    @Test
    void aGoodFileIsGood() throws Exception {
      var said = Product.allwell("validate", write(GOOD).toString()).run(LONG);
      assertThat(said.exit()).isZero();
      assertThat(said.out()).containsExactly(file() + " is good: 1 services");
    }

    @Test
    void aBadOneIsNotAndSaysWhere() throws Exception {
      var said = Product.allwell("validate", write(BAD).toString()).run(LONG);
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err())
          .contains(
              file() + ":4:5: services[0].intervall: unknown key, did you mean \"interval\"?");
    }

    @Test
    void oneThatIsNotThereCannotBeRead() {
      var said = Product.allwell("validate", file().toString()).run(LONG);
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err())
          .containsExactly("allwell: cannot read " + file() + ": there is no such file");
    }
  }

  @Test
  void whatIsShownCanBeReadAgainAndSaysTheSame() throws Exception {
    write(
        """
        services:
          - name: shop
            url: https://shop.test/health
            http: {auth: {basic: {username: watch, password: "open sesame"}}}
            expect: {body: {regex: "UP$$"}}
        """);
    var shown = Product.allwell("config", "show", "-c", file().toString()).run(LONG);
    assertThat(shown.exit()).isZero();
    var text = String.join("\n", shown.out()) + "\n";
    assertThat(text).contains("interval: 30s", "'***'").doesNotContain("sesame");
    write(text);
    var again = Product.allwell("config", "show", "-c", file().toString()).run(LONG);
    assertThat(again.out()).isEqualTo(shown.out());
  }

  @Test
  void aServerDoesNotStartWithABadFile() throws Exception {
    write(BAD);
    var said = serve().run(LONG);
    assertThat(said.exit()).isEqualTo(10);
    assertThat(said.err()).anyMatch(line -> line.contains("did you mean"));
  }

  @Test
  void aServerFollowsItsFile() throws Exception {
    write(GOOD);
    try (var server = Server.of(serve().start())) {
      assertThat(server.get("/services").body()).contains("\"shop\"");
      var taken = server.register("{\"id\":\"shop\",\"url\":\"http://127.0.0.1:1/\"}");
      assertThat(taken.statusCode()).isEqualTo(409);
      assertThat(taken.body()).contains("already defined by the source file", file() + ":2");
      move(GOOD.replace("shop", "till"));
      server.await("/services", body -> body.contains("\"till\""), LONG);
      move(BAD);
      server.await("/metrics", body -> body.contains("allwell_config_reload_success 0"), LONG);
      assertThat(server.get("/services").body()).contains("\"till\"");
      write(GOOD);
      server.process().signal("HUP");
      server.await("/services", body -> body.contains("\"shop\""), LONG);
      assertThat(server.process().isAlive()).isTrue();
    }
  }

  @Test
  void whatTheFileTookComesBackAfterARestartWhenTheFileLetsItGo() throws Exception {
    try (var server = Server.on(folder.resolve("data"))) {
      var json = "{\"id\":\"shop\",\"url\":\"http://127.0.0.1:1/mine\",\"interval\":\"1h\"}";
      assertThat(server.register(json).statusCode()).isEqualTo(201);
    }
    write(GOOD);
    for (int start = 0; start < 2; start++) {
      try (var server = Server.of(serve().start())) {
        assertThat(server.get("/status/shop").body()).contains("tcp://127.0.0.1:1");
      }
    }
    write("services: []");
    try (var server = Server.of(serve().start())) {
      assertThat(server.get("/status/shop").body()).contains("http://127.0.0.1:1/mine");
    }
  }

  /// kill -9 at random moments of a reload of 10,000 services.
  @Nested
  class Killed {
    private static final int KILLS = Integer.getInteger("allwell.kills", 2);
    private static final int SERVICES = 10_000;
    private static final Pattern NAME = Pattern.compile("\"(s-\\d+)\"");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whileItReloadsAllOrNothingIsDoneAndTheFileRulesAfterwards() throws Exception {
      long seed = Long.getLong("seed", System.nanoTime());
      System.out.println("seed " + seed);
      var random = new Random(seed);
      write(services(0));
      int now = 0;
      for (int kill = 1; kill <= KILLS; kill++) {
        int next = now + SERVICES / 2;
        try (var server = Server.of(serve().start())) {
          assertThat(names(server)).isEqualTo(expected(now));
          move(services(next));
          server.process().signal("HUP");
          LockSupport.parkNanos(random.nextLong(2_000_000_000L));
          server.process().signal("KILL");
          server.process().awaitExit(LONG);
        }
        try (var server = Server.on(folder.resolve("data"))) {
          assertThat(names(server)).as("kill %d", kill).isIn(expected(now), expected(next));
        }
        now = next;
      }
      try (var server = Server.of(serve().start())) {
        assertThat(names(server)).isEqualTo(expected(now));
      }
    }

    private static String services(int first) {
      var text = new StringBuilder("defaults: {interval: 1h}\nservices:\n");
      for (int i = first; i < first + SERVICES; i++) {
        text.append("  - {name: s-").append(i).append(", url: \"tcp://127.0.0.1:1\"}\n");
      }
      return text.toString();
    }

    private static Set<String> expected(int first) {
      var names = new TreeSet<String>();
      for (int i = first; i < first + SERVICES; i++) {
        names.add("s-" + i);
      }
      return names;
    }

    private static Set<String> names(Server server) throws Exception {
      var names = new TreeSet<String>();
      NAME.matcher(server.get("/services").body())
          .results()
          .forEach(found -> names.add(found.group(1)));
      return names;
    }
  }
}
