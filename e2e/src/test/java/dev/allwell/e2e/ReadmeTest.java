package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells people to type works as printed, but for the address.
class ReadmeTest {
  private static final String ADDRESS = "127.0.0.1:4000";

  @TempDir private Path folder;

  private static Iterable<String> curls() throws Exception {
    var commands = new ArrayList<String>();
    var continued = new StringBuilder();
    for (var line : readme().split("\n")) {
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
    try (var server = Server.on(folder.resolve("data"))) {
      server.register("{\"id\":\"svc2\",\"url\":\"http://127.0.0.1:1\"}");
      assertThat(curls())
          .hasSizeGreaterThan(11)
          .allSatisfy(curl -> {
            var here = curl.replace(ADDRESS, "127.0.0.1:" + server.port());
            answered(
                Command.of("sh", "-c", here.replaceFirst("^curl", "exec curl -sS --fail"))
                    .in(folder));
          });
    }
  }

  private static void answered(Command curl) {
    if (curl.words().getLast().contains(" -N ")) { // a stream, which goes on
      try (var stream = curl.start()) {
        assertThat(stream.awaitLine("id: ", Server.LONG)).startsWith("id: ");
      }
      return;
    }
    var finished = curl.run(Server.LONG);
    assertThat(finished.exit()).as(curl.words() + " says " + finished.err()).isZero();
  }

  @Test
  void theConfigurationIsGood() throws Exception {
    var yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(readme());
    assertThat(yaml.find()).isTrue();
    Files.writeString(folder.resolve("allwell.yaml"), yaml.group(1));
    var finished = Product.allwell("validate", "allwell.yaml").in(folder).run(Server.LONG);
    assertThat(finished.out()).containsExactly("allwell.yaml is good: 2 services");
  }

  private static String readme() throws Exception {
    return Files.readString(Product.root().resolve("README.md"));
  }
}
