package dev.allwell.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.allwell.testkit.process.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class MainTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void itTellsOfAServiceThatIsIllUntilItIsWell() throws Exception {
    var well = new AtomicBoolean();
    var target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    target.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(well.get() ? 200 : 404, -1);
          exchange.close();
        });
    target.start();
    try (var program =
        Command.java(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "http://127.0.0.1:" + target.getAddress().getPort())
            .start()) {
      program.awaitLine("example is unhealthy", LONG);
      well.set(true);
      program.awaitLine("example is healthy", LONG);
      assertThat(program.awaitExit(LONG)).isZero();
      assertThat(program.outLines()).startsWith("example is unhealthy");
      assertThat(program.outLines().getLast()).matches("score OptionalInt\\[[1-9][0-9]?]");
    } finally {
      target.stop(0);
    }
  }
}
