package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may do what, as the owner of a data folder and a stranger find it.
class AccessTest {
  private static final Duration LONG = Server.LONG;
  private static final String MONITORS_ADDRESS = "10.77.0.1";

  @TempDir private Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  private Command cli(Server server, String... words) {
    return Product.allwell(words).plus("--url", server.url(), "--data", data().toString());
  }

  private static List<String> told(Command command) {
    var finished = command.run(LONG);
    assertThat(finished.exit()).as("%s: %s", command.words(), finished.err()).isZero();
    return finished.out();
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void theOwnerMakesListsAndRevokesTokensWithoutBeingAskedWhoHeIs() throws Exception {
    try (var server = Server.on(data())) {
      assertThat(mode(data())).isEqualTo("rwx------");
      assertThat(mode(data().resolve("admin-token"))).isEqualTo("rw-------");
      assertThat(Files.readString(data().resolve("admin-token")))
          .matches("allwell_[A-Za-z0-9_-]{43}\n");

      var made = told(cli(server, "token", "create", "ci", "--scope", "write", "--expires", "90d"));
      assertThat(made).singleElement().asString().matches("allwell_[A-Za-z0-9_-]{43}");
      var shown = "Bearer " + made.getFirst();
      assertThat(server.get("/status", "Authorization", shown).statusCode()).isEqualTo(200);
      assertThat(server.get("/api/v1/tokens", "Authorization", shown).statusCode()).isEqualTo(403);
      assertThat(told(cli(server, "token", "list")))
          .anySatisfy(line -> assertThat(line).matches("ci +write +api .*Z  .*Z  .*Z"))
          .anySatisfy(line -> assertThat(line).matches("admin-token +admin +automatic .* never .*"))
          .noneSatisfy(line -> assertThat(line).contains(made.getFirst()));

      told(cli(server, "token", "revoke", "ci"));

      assertThat(server.get("/status", "Authorization", shown).statusCode()).isEqualTo(401);
      assertThat(told(cli(server, "audit")))
          .anySatisfy(line -> assertThat(line).contains("token admin-token", "create-token  ci"))
          .anySatisfy(line -> assertThat(line).contains("token admin-token", "revoke-token  ci"));
      var again = cli(server, "token", "revoke", "ci").run(LONG);
      assertThat(again.exit()).isEqualTo(9);
      assertThat(again.err()).singleElement().asString().contains("there is no token of this name");
    }
  }

  @Test
  void whoHasNotTheFolderIsToldWhatIsMissing() {
    try (var server = Server.on(data())) {
      var other = folder.resolve("other").toString();
      var finished =
          Product.allwell("token", "list", "--url", server.url(), "--data", other).run(LONG);

      assertThat(finished.exit()).isEqualTo(9);
      assertThat(finished.err())
          .singleElement()
          .asString()
          .contains("answers 401", Path.of(other, "admin-token").toString(), "--data");
    }
  }

  @Test
  void aTokenOutlastsAKill() throws Exception {
    String text;
    try (var server = Server.on(data())) {
      text = told(cli(server, "token", "create", "ci", "--scope", "admin")).getFirst();
      server.process().signal("KILL");
      server.process().awaitExit(LONG);
    }
    try (var server = Server.on(data())) {
      var shown = "Bearer " + text;
      assertThat(server.get("/api/v1/tokens", "Authorization", shown).statusCode()).isEqualTo(200);
      assertThat(server.get("/api/v1/audit", "Authorization", shown).body())
          .contains("\"create-token\"");
    }
  }

  @Test
  void othersReachItOnceSomebodyWasGivenATokenAndThenByTokenAlone() {
    try (var networks = new TwoNetworks()) {
      var listen = "--listen=" + MONITORS_ADDRESS + ":0";
      var serve = Product.allwell("serve", "--data=" + data());
      String text;
      try (var server =
          Server.of(TwoNetworks.in(networks.monitor, serve.plus("--listen=127.0.0.1:0")).start())) {
        var refused = TwoNetworks.in(networks.monitor, exposed(listen)).run(LONG);
        assertThat(refused.exit()).isEqualTo(7);
        text =
            told(TwoNetworks.in(
                    networks.monitor, cli(server, "token", "create", "p", "--scope", "read")))
                .getFirst();
        end(server.process());
      }
      try (var server = Server.of(TwoNetworks.in(networks.monitor, serve.plus(listen)).start())) {
        assertThat(server.url()).contains(MONITORS_ADDRESS);
        for (var network : List.of(networks.targets, networks.monitor)) {
          assertThat(curl(network, server.url() + "/livez")).isEqualTo("200");
          assertThat(curl(network, server.url() + "/status")).isEqualTo("401");
          assertThat(curl(network, server.url() + "/status", "-u", "p:" + text)).isEqualTo("200");
          assertThat(curl(network, server.url() + "/register", "-d", "{}", "-u", "p:" + text))
              .isEqualTo("403");
        }
      }
    }
  }

  /// With a data folder of its own that was used, and holds the automatic token alone.
  private Command exposed(String listen) {
    var other = folder.resolve("other");
    try (var first = Server.on(other)) {
      end(first.process());
    }
    return Product.allwell("serve", "--data=" + other, listen);
  }

  private static void end(ChildProcess process) {
    process.signal("TERM");
    assertThat(process.awaitExit(LONG)).isZero();
  }

  private static String curl(String network, String url, String... more) {
    Finished finished =
        TwoNetworks.in(
                network,
                Command.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url).plus(more))
            .run(LONG);
    return String.join("", finished.out());
  }
}
