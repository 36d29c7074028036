package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The demo as a newcomer runs it, but without a terminal and on free ports.
class DemoTest {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  @Test
  void svc2TurnsDegradedSvc1DiesAndComesBackAndNothingIsLeftBehind() throws Exception {
    try (var process = Product.allwell("demo", "--listen", "127.0.0.1:0").start()) {
      var intro = process.awaitLine("keeps the watch on", Server.LONG);
      var line = process.awaitLine("svc2 (pid", Server.LONG);
      long svc1 = pid(intro + line, "svc1");
      long svc2 = pid(intro + line, "svc2");
      try (var server = Server.of(process)) {
        server.await("/status/svc1", body -> body.contains("\"health\":\"healthy\""), Server.LONG);
        server.await("/status/svc2", body -> body.contains("\"health\":\"degraded\""), TWO_MINUTES);
        assertThat(server.get("/status/svc2").body())
            .contains("\"status\":\"healthy\"", "\"ready\":true");

        ProcessHandle.of(svc1).orElseThrow().destroyForcibly();
        server.await("/status/svc1", body -> body.contains("\"health\":\"dead\""), Server.LONG);
        assertThat(process.lines()).isNotEmpty();

        try (var again =
            Product.allwell("example", "svc1", "--port", "0", "--server", server.url()).start()) {
          server.await(
              "/status/svc1", body -> body.contains("\"health\":\"healthy\""), Server.LONG);
          again.signal("TERM");
          assertThat(again.awaitExit(Server.LONG)).isZero();
        }
        process.signal("INT");
        assertThat(process.awaitExit(Duration.ofSeconds(10))).isZero();
        assertThat(ProcessHandle.of(svc2)).isEmpty();
      }
    }
  }

  private static long pid(String text, String name) {
    return Long.parseLong(text.replaceAll("(?s).*" + name + " \\(pid (\\d+)\\).*", "$1"));
  }
}
