package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void aMachineOnWhichNothingIsBuilt() throws IOException {
    sandbox = new Sandbox(folder);
    sandbox.jdk("jdk", "25");
    sandbox.maven();
  }

  private Finished version() {
    return sandbox.allwell("version").run(LONG);
  }

  /// Makes `file` newer than all that was built.
  private static void edit(Path file) throws IOException {
    long soon = System.currentTimeMillis() + 60_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(soon));
  }

  @Nested
  class AtFirstUse {
    @Test
    void itIsBuiltWithoutTestsAndTheProgressIsVisible() throws IOException {
      Finished finished = version();

      assertThat(finished.exit()).isZero();
      assertThat(finished.out().getFirst()).startsWith("process ");
      assertThat(finished.err().getFirst()).startsWith("allwell: building");
      assertThat(finished.err().get(1)).isEqualTo("  [1/2] Allwell engine");
      assertThat(finished.err().getLast()).matches("allwell: built in \\d+ s");
      assertThat(sandbox.mavenCalls())
          .singleElement()
          .asString()
          .endsWith(
              ": -B -pl server,examples/svc1,examples/svc2 -am package -DskipTests -DskipChecks");
    }

    @Test
    void withoutMavenItSaysInOneLineWhatToInstall() throws IOException {
      Files.delete(sandbox.tools.resolve("mvn"));
      Finished finished = version();

      assertThat(finished.exit()).isEqualTo(2);
      assertThat(finished.err()).singleElement().asString().startsWith("allwell: mvn not found;");
    }

    @Test
    void aFailedBuildTellsWhyAndIsTriedAgainNextTime() throws IOException {
      Path broken = sandbox.mavenIs("broken");
      Finished failed = version();

      assertThat(failed.exit()).isEqualTo(1);
      assertThat(failed.out()).isEmpty();
      assertThat(failed.err()).contains("[ERROR] does not compile");
      assertThat(failed.err().getLast()).endsWith("server/target/build.log");

      Files.delete(broken);
      assertThat(version().exit()).isZero();
    }

    @Test
    void oneOfTwoAtOnceBuildsAndTheOtherWaitsForIt() throws IOException {
      Path hold = sandbox.mavenIs("hold");
      try (ChildProcess one = sandbox.allwell("version").start()) {
        one.awaitLine("[1/2]", LONG);
        try (ChildProcess other = sandbox.allwell("version").start()) {
          other.awaitLine("another build is at work", LONG);
          Files.delete(hold);

          assertThat(one.awaitExit(LONG)).isZero();
          assertThat(other.awaitExit(LONG)).isZero();
          assertThat(other.outLines()).contains("version");
          assertThat(sandbox.mavenCalls()).hasSize(1);
        }
      }
    }
  }

  @Nested
  class OnceBuilt {
    @BeforeEach
    void builtOnce() throws IOException {
      assertThat(version().exit()).isZero();
      assertThat(sandbox.mavenCalls()).hasSize(1);
    }

    @Test
    void itIsNotBuiltAgainAndNeedsNoMaven() throws IOException {
      Files.delete(sandbox.tools.resolve("mvn"));
      Finished finished = version();

      assertThat(finished.exit()).isZero();
      assertThat(finished.err()).isEmpty();
      assertThat(sandbox.mavenCalls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "server/src/main/java/Server.java", "server/src/main/java"})
    void aNewerSourceOrAFolderOfThemBuildsAgain(String source) throws IOException {
      edit(sandbox.root.resolve(source));

      assertThat(version().exit()).isZero();
      assertThat(sandbox.mavenCalls()).hasSize(2);
    }

    @Test
    void aNewerTestDoesNot() throws IOException {
      edit(sandbox.root.resolve("server/src/test/java/ServerTest.java"));

      assertThat(version().exit()).isZero();
      assertThat(sandbox.mavenCalls()).hasSize(1);
    }

    @Test
    void aMissingJarBuildsAgain() throws IOException {
      Files.delete(sandbox.root.resolve("examples/svc2/target/svc2.jar"));

      assertThat(version().exit()).isZero();
      assertThat(sandbox.mavenCalls()).hasSize(2);
    }

    @Test
    void whatWasEditedDuringTheBuildCountsAsNewer() throws IOException {
      Files.delete(sandbox.root.resolve("server/target/allwell.jar"));
      Path hold = sandbox.mavenIs("hold");
      try (ChildProcess building = sandbox.allwell("version").start()) {
        building.awaitLine("[1/2]", LONG);
        FileTime begun =
            Files.getLastModifiedTime(sandbox.root.resolve("server/target/allwell.stamp.begun"));
        Files.setLastModifiedTime(
            sandbox.root.resolve("server/src/main/java/Server.java"),
            FileTime.fromMillis(begun.toMillis() + 1));
        Files.delete(hold);
        assertThat(building.awaitExit(LONG)).isZero();
      }

      assertThat(version().exit()).isZero();
      assertThat(sandbox.mavenCalls()).hasSize(3);
    }

    @Test
    void insideATestRunWhatIsThereIsWhatRuns() throws IOException {
      edit(sandbox.root.resolve("pom.xml"));

      assertThat(sandbox.allwell("version").with("ALLWELL_BUILDING", "yes").run(LONG).exit())
          .isZero();
      assertThat(sandbox.mavenCalls()).hasSize(1);
    }
  }
}
