package dev.allwell.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.testkit.process.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void itTellsOfAServiceThatIsIllUntilItIsWell() throws Exception {
    var answers = new AtomicInteger();
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(answers.incrementAndGet() == 1 ? 404 : 200, -1);
          exchange.close();
        });
    target.start();
    try {
      var finished =
          Command.java(
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "http://127.0.0.1:" + target.getAddress().getPort())
              .run(Duration.ofMinutes(1));
      assertThat(finished.out())
          .containsExactly("example is unhealthy", "example is healthy", "score OptionalInt[50]");
      assertThat(finished.exit()).isZero();
    } finally {
      target.stop(0);
    }
  }
}
