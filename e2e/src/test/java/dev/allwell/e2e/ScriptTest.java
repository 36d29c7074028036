package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void aMachine() throws IOException {
    sandbox = new Sandbox(folder);
  }

  @Nested
  class AskedForHelp {
    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void itNeedsNeitherJavaNorMaven(String word) {
      Finished finished = sandbox.allwell(word).run(LONG);

      assertThat(finished.exit()).isZero();
      assertThat(finished.err()).isEmpty();
      assertThat(String.join("\n", finished.out()))
          .contains("allwell demo", "allwell serve", "allwell version", "allwell test")
          .contains("  0  ended", "  2  wrong", "  7  the address");
    }

    @Test
    void askedForNothingItTellsItsUseAsAnError() {
      Finished finished = sandbox.allwell().run(LONG);

      assertThat(finished.exit()).isEqualTo(2);
      assertThat(finished.out()).isEmpty();
      assertThat(finished.err()).contains("Exit codes:");
    }
  }

  @Nested
  class Running {
    private Path jdk;

    @BeforeEach
    void withAllItNeeds() throws IOException {
      jdk = sandbox.jdk("jdk", "25");
      sandbox.maven();
    }

    @Test
    void theServersJvmTakesTheScriptsPlaceWithItsFlagsAndTheUsersWords() {
      try (ChildProcess child = sandbox.allwell("serve", "--data", "my data").start()) {
        assertThat(child.awaitExit(LONG)).isZero();

        Path jar = sandbox.root.resolve("server/target/allwell.jar");
        assertThat(child.outLines())
            .startsWith("process " + child.pid())
            .contains("--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError")
            .endsWith(
                "-Dallwell.examples=" + sandbox.root.resolve("examples"),
                "-jar",
                jar.toString(),
                "serve",
                "--data",
                "my data");
      }
    }

    @Test
    void theUsersFlagsComeAfterItsOwn() {
      Finished finished =
          sandbox.allwell("version").with("ALLWELL_JAVA_OPTS", "-Xmx64m -Da=b").run(LONG);

      assertThat(finished.out())
          .containsSubsequence("-XX:+UseG1GC", "-Xmx64m", "-Da=b", "-jar", "version");
    }

    @Test
    void calledThroughLinksFromAnotherFolderItFindsItsOwn() throws IOException {
      Path near = Files.createSymbolicLink(sandbox.root.resolve("near"), Path.of("allwell"));
      Path far = Files.createSymbolicLink(folder.resolve("far"), near);

      assertThat(sandbox.at(far, "version").run(LONG).out())
          .contains(sandbox.root.resolve("server/target/allwell.jar").toString());
    }

    @Test
    void mavenRunsInTheProjectsFolderUnderTheJdkThatWasFound() throws IOException {
      assertThat(sandbox.allwell("mvn", "-q", "a b").run(LONG).exit()).isZero();
      assertThat(sandbox.allwell("fmt").run(LONG).exit()).isZero();

      assertThat(sandbox.mavenCalls())
          .containsExactly(jdk + ": -q a b", jdk + ": -q -B spotless:apply");
      assertThat(sandbox.root.resolve("server/target/allwell.jar")).exists();
    }
  }

  @Nested
  class Testing {
    /// The commands of the list that the script itself reads.
    private static List<String> allItNeeds() throws IOException {
      return Files.readAllLines(Product.root().resolve("bin/test-packages.txt")).stream()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" +")[1])
          .toList();
    }

    @BeforeEach
    void withAllItNeeds() throws IOException {
      sandbox.jdk("jdk", "25");
      sandbox.maven();
      sandbox.tool("id", "#!/bin/sh\necho 1000\n");
    }

    @Test
    void whatIsMissingIsNamedInOneLineAndNothingIsRun() throws IOException {
      for (String tool : allItNeeds()) {
        if (!List.of("prometheus", "strace", "promtool").contains(tool)) {
          sandbox.tool(tool, "#!/bin/sh\n");
        }
      }
      sandbox.tool("prometheus", "#!/bin/sh\n");
      Finished finished = sandbox.allwell("test").run(LONG);

      assertThat(finished.exit()).isEqualTo(2);
      assertThat(finished.err())
          .containsExactly(
              "allwell: the tests need prometheus strace;"
                  + " on Debian: sudo apt-get install prometheus strace");
      assertThat(sandbox.mavenCalls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allwell", ".ci/run"})
    void withAllThereItIsTheWholeGate(String program) throws IOException {
      for (String tool : allItNeeds()) {
        sandbox.tool(tool, "#!/bin/sh\n");
      }
      String[] words = program.equals("allwell") ? new String[] {"test"} : new String[0];
      Finished finished = sandbox.at(sandbox.root.resolve(program), words).run(LONG);

      assertThat(finished.err()).isEmpty();
      assertThat(finished.exit()).isZero();
      assertThat(sandbox.mavenCalls())
          .singleElement()
          .asString()
          .endsWith("jdks/jdk: -B -ntp verify");
    }
  }
}
