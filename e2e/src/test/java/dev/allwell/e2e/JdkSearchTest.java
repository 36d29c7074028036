package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkSearchTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Sandbox sandbox;

  @BeforeEach
  void aMachine() throws IOException {
    sandbox = new Sandbox(folder);
  }

  private Command search() {
    return sandbox.at(sandbox.root.resolve("bin/jdk"));
  }

  private void assertFound(Path jdk, Finished finished) {
    assertThat(finished.err()).isEmpty();
    assertThat(finished.out()).containsExactly(jdk.toString());
    assertThat(finished.exit()).isZero();
  }

  private void assertNone(Finished finished) {
    assertThat(finished.out()).isEmpty();
    assertThat(finished.err())
        .singleElement()
        .asString()
        .startsWith("allwell: no JDK 25 found; install one");
    assertThat(finished.exit()).isEqualTo(2);
  }

  @Nested
  class WithNone {
    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "version", "test", "fmt", "mvn"})
    void everyCommandSaysInOneLineWhatToInstall(String word) {
      assertNone(sandbox.allwell(word).run(LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "24", "26", "26-ea", "250.1"})
    void anotherVersionWillNotDoWhateverItsFolderIsCalled(String version) throws IOException {
      sandbox.jdk("jdk-25", version);

      assertNone(search().run(LONG));
    }

    @Test
    void aJavaWithoutCompilerWillNotDo() throws IOException {
      Files.delete(sandbox.jdk("jre", "25").resolve("bin/javac"));

      assertNone(search().run(LONG));
    }
  }

  @Nested
  class WithOne {
    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25-ea", "25.0.1.0.1"})
    void itIsKnownByItsReleaseFileWhateverItsFolderIsCalled(String version) throws IOException {
      sandbox.jdk("jdk-17-with-25", "17.0.1");

      assertFound(sandbox.jdk("old thing", version), search().run(LONG));
    }

    @Test
    void withoutReleaseFileItIsAsked() throws IOException {
      Path jdk = sandbox.jdk("silent", "25");
      Files.delete(jdk.resolve("release"));
      Sandbox.write(
          jdk.resolve("bin/java"),
          """
          #!/bin/sh
          echo 'Picked up JAVA_TOOL_OPTIONS: -Da="17"' >&2
          echo 'openjdk version "25.0.1" 2025-10-21' >&2
          """);

      assertFound(jdk, search().run(LONG));
    }

    @Test
    void javaHomeComesFirst() throws IOException {
      sandbox.jdk("a", "25");
      Path home = sandbox.jdk("b", "25");

      assertFound(home, search().with("JAVA_HOME", home.toString()).run(LONG));
    }

    @Test
    void aJavaHomeOfAnotherVersionIsPassedOver() throws IOException {
      Path right = sandbox.jdk("z", "25");
      String wrong = sandbox.jdk("a", "17").toString();

      assertFound(right, search().with("JAVA_HOME", wrong).run(LONG));
    }

    @Test
    void theJavaOnThePathIsAskedWhereItLives() throws IOException {
      Path jdk = sandbox.jdk("somewhere", "25");
      sandbox.tool("java", "#!/bin/sh\necho '    java.home = " + jdk + "' >&2\n");

      assertFound(jdk, search().with("ALLWELL_JVM_DIRS", "").run(LONG));
    }
  }

  @Test
  void onThisMachineTheUsualPlacesHoldOne() {
    Finished finished = Command.of(Product.root().resolve("bin/jdk").toString()).run(LONG);

    assertThat(finished.exit()).isZero();
    assertThat(Path.of(finished.out().getFirst(), "bin", "javac")).isExecutable();
  }
}
