package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.fleet.Fleet;
import dev.allwell.testkit.process.Prometheus;
import dev.allwell.testkit.process.Promtool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServeTest {
  private static final Duration LONG = Server.LONG;

  @TempDir private Path folder;

  @Nested
  class Ending {
    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void asAskedIsZeroWithinTenSeconds(String signal) throws Exception {
      try (var server = Server.on(folder)) {
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        server.process().signal(signal);
        assertThat(server.process().awaitExit(Duration.ofSeconds(10))).isZero();
      }
    }
  }

  @Test
  void aHangupWithoutAConfigurationIsHeardAndNotTheEnd() throws Exception {
    try (var server = Server.on(folder)) {
      server.process().signal("HUP");
      server.process().awaitLine("there is nothing to reload", LONG);
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      assertThat(server.process().isAlive()).isTrue();
    }
  }

  @Nested
  class Refusing {
    @ParameterizedTest
    @CsvSource({
      "2, --listen, nonsense",
      "2, --concurrency, many",
      "2, --no-such-option, 1",
      "7, --listen, 0.0.0.0:0",
      "2, --host, http://watch",
    })
    void aBadWordIsToldInALineWithItsExitCode(int exit, String option, String value) {
      var finished = Product.allwell("serve", "--data", folder.toString(), option, value).run(LONG);
      assertThat(finished.exit()).isEqualTo(exit);
      assertThat(finished.err().getFirst())
          .contains(exit == 7 ? "0.0.0.0" : value.equals("1") ? option : value);
    }

    @Test
    void anAddressThatOthersCanReachBeforeAnythingIsTouched() {
      var data = folder.resolve("data");
      var finished =
          Product.allwell("serve", "--listen", "0.0.0.0:0", "--data", data.toString()).run(LONG);
      assertThat(finished.exit()).isEqualTo(7);
      assertThat(data).doesNotExist();
    }

    @Test
    void aPortInUse() throws Exception {
      try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var address = "127.0.0.1:" + taken.getLocalPort();
        var finished =
            Product.allwell("serve", "--listen", address, "--data", folder.toString()).run(LONG);
        assertThat(finished.exit()).isEqualTo(8);
        assertThat(finished.err()).anySatisfy(line -> assertThat(line).contains(address));
      }
    }

    @Test
    void dataThatAnotherServerWorksWithNamingItsPid() {
      try (var first = Server.on(folder)) {
        var finished =
            Product.allwell("serve", "--listen", "127.0.0.1:0", "--data", folder.toString())
                .run(LONG);
        assertThat(finished.exit()).isEqualTo(5);
        assertThat(finished.err())
            .anySatisfy(line -> assertThat(line).contains("pid " + first.process().pid()));
      }
    }

    @Test
    void aDataFolderThatIsNone() throws Exception {
      var file = Files.writeString(folder.resolve("file"), "not a folder");
      var finished =
          Product.allwell("serve", "--listen", "127.0.0.1:0", "--data", file.toString()).run(LONG);
      assertThat(finished.exit()).isEqualTo(4);
      assertThat(finished.err()).anySatisfy(line -> assertThat(line).contains(file.toString()));
    }
  }

  @Nested
  class Telling {
    @Test
    void prometheusScrapesItAndPromtoolAcceptsIt() throws Exception {
      try (var fleet = Fleet.of(1);
          var server = Server.on(folder.resolve("data"))) {
        server.register("{\"id\":\"well\",\"url\":\"" + fleet.url(0) + "\"}");
        server.await("/status/well", body -> body.contains("\"status\":\"healthy\""), LONG);
        var text = server.get("/metrics").body();
        var complaints = new Promtool().checkMetrics(text);
        assertThat(complaints.out()).isEmpty();
        assertThat(complaints.err().stream().filter(line -> !line.contains("health_check_")))
            .isEmpty();
        var scrapes = Files.createDirectory(folder.resolve("prometheus"));
        try (var prometheus = Prometheus.scraping("127.0.0.1:" + server.port(), scrapes)) {
          prometheus.awaitQuery(
              "health_check_status{service=\"well\"}", answer -> answer.contains("\"1\""), LONG);
        }
      }
    }
  }
}
