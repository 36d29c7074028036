package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.cli.Main;
import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Large flat files, read by another JVM that ends when its small heap does.
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HostileFileTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final int HEAP_MIB = 96;

  @TempDir private Path folder;

  private Path file(String begin, String again, int bytes) throws IOException {
    var text = begin + again.repeat(bytes / again.length()) + "]\n";
    return Given.file(folder, "allwell.yaml", text);
  }

  private static Finished validate(Path path) {
    return Command.java(
            "-Xmx" + HEAP_MIB + "m",
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "validate",
            path.toString())
        .run(LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,",
        "{},",
        "{a: },",
        "[[a]],",
        "&a {},",
        "{name: a, url: 'tcp://a.test:1', retries: 1},",
      })
  void whatTheHeapCannotBearIsRefusedInWords(String again) throws IOException {
    var file = file("services: [", again, 11 << 20);
    var said = validate(file);
    assertThat(said.err())
        .singleElement()
        .asString()
        .startsWith(file + ":1:")
        .endsWith(
            ": more values than a heap of 96 MiB bears: ALLWELL_JAVA_OPTS=-Xmx… makes it"
                + " larger");
    assertThat(said.exit()).isEqualTo(1);
  }

  @Test
  void whatAliasesComeToCountsToo() throws IOException {
    var file = file("m: &m {a: , b: }\nservices: [", "*m,", 1 << 20);
    assertThat(validate(file).err()).singleElement().asString().contains("more values than a heap");
  }

  @Test
  void aFolderOfMoreBytesThanItBearsIsNotEvenRead() throws IOException {
    for (int i = 0; i < 4; i++) {
      Files.writeString(folder.resolve(i + ".yaml"), "# no more\n".repeat(400_000));
    }
    var said = validate(folder);
    assertThat(said.err())
        .containsExactly(
            "allwell: cannot read "
                + folder
                + ": more bytes of configuration than a heap of 96 MiB bears:"
                + " ALLWELL_JAVA_OPTS=-Xmx… makes it larger");
    assertThat(said.exit()).isEqualTo(2);
  }

  @Test
  void someThousandServicesAreNotHostile() throws IOException {
    var text = new StringBuilder("services:\n");
    for (int i = 0; i < 5000; i++) {
      text.append("  - {name: s-").append(i).append(", url: \"https://shop.test/\", retries: 1}\n");
    }
    var said = validate(Given.file(folder, "allwell.yaml", text.toString()));
    assertThat(said.out()).contains(folder.resolve("allwell.yaml") + " is good: 5000 services");
    assertThat(said.exit()).isZero();
  }

  @Test
  void aMapOfVeryManyKeysThatNobodyKnowsIsToldWhereItBegins() throws IOException {
    var text = new StringBuilder("services:\n  - name: a\n    url: tcp://a.test:1\n");
    for (int i = 0; i < 2000; i++) {
      text.append("    k").append(i).append(".x: 1\n");
    }
    var file = Given.file(folder, "allwell.yaml", text.toString());
    assertThat(Given.problems(file))
        .hasSize(101)
        .contains(file + ":4:5: services[0].k0.x: unknown key")
        .anyMatch(line -> line.endsWith("and 1900 more problems"));
  }
}
