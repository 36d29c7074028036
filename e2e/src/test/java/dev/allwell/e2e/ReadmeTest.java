package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells people to type works as printed, but for the address.
class ReadmeTest {
  private static final String ADDRESS = "127.0.0.1:4000";

  @TempDir private Path folder;

  private static Iterable<String> curls() throws Exception {
    var commands = new ArrayList<String>();
    var continued = new StringBuilder();
    for (var line : Files.readAllLines(Product.root().resolve("README.md"))) {
      if (line.startsWith("curl ") || !continued.isEmpty()) {
        continued.append(line.replaceFirst("\\\\$", ""));
        if (!line.endsWith("\\")) {
          commands.add(continued.toString());
          continued.setLength(0);
        }
      }
    }
    return commands;
  }

  @Test
  void everyCurlLineIsAnswered() throws Exception {
    try (var server = Server.on(folder)) {
      server.register("{\"id\":\"svc2\",\"url\":\"http://127.0.0.1:1\"}");
      assertThat(curls())
          .hasSizeGreaterThan(7)
          .allSatisfy(curl -> {
            var here = curl.replace(ADDRESS, "127.0.0.1:" + server.port());
            var finished =
                Command.of("sh", "-c", here.replaceFirst("^curl", "curl -sS --fail"))
                    .run(Server.LONG);
            assertThat(finished.exit()).as(here + " says " + finished.err()).isZero();
          });
    }
  }
}
