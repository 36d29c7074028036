package dev.allwell.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTest {
  private static final String GOOD = "# HELP fine_total Fine.\n# TYPE fine_total counter\n";

  @Test
  void promtoolFindsNothingWrongWithAGoodExposition() {
    Finished finished = new Promtool().checkMetrics(GOOD + "fine_total 1\n");

    assertThat(finished.exit()).isZero();
    assertThat(finished.out()).isEmpty();
    assertThat(finished.err()).isEmpty();
  }

  @Test
  void promtoolComplainsOfACounterWithoutTotal() {
    String text = "# HELP bad Bad.\n# TYPE bad counter\nbad 1\n";
    Finished finished = new Promtool().checkMetrics(text);

    assertThat(finished.exit()).isEqualTo(3);
    assertThat(finished.err()).contains("bad counter metrics should have \"_total\" suffix");
  }

  @Test
  void promtoolCannotParseGarbage() {
    assertThat(new Promtool().checkMetrics("{{{ no\n").exit()).isEqualTo(1);
  }

  @Test
  void aToolThatIsAbsentFailsAndNamesItsPackage() {
    assertThatThrownBy(() -> Tool.find("no-such-tool", "some-package"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no-such-tool not found; on Debian: sudo apt-get install some-package");
  }

  @Test
  void aStockPrometheusScrapesItsTarget(@TempDir Path folder) throws Exception {
    HttpServer target =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/metrics",
        exchange -> {
          byte[] body = (GOOD + "fine_total 42\n").getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    target.start();
    String address = "127.0.0.1:" + target.getAddress().getPort();
    try (Prometheus prometheus = Prometheus.scraping(address, folder)) {
      String answer =
          prometheus.awaitQuery(
              "fine_total", text -> text.contains("\"42\""), Duration.ofSeconds(60));

      assertThat(answer).contains("\"instance\":\"" + address + "\"");
    } finally {
      target.stop(0);
    }
  }
}
