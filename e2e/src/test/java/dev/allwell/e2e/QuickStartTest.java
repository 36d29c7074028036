package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What the JVM learnt in a short life of the packaged server, and whether it takes it. It stays,
/// as it does after a build: the servers of the other tests start with it, as users' do.
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuickStartTest {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String REALLY =
      "-XX:AOTMode=on"; // else one that does not fit is passed over

  private final Path cache = Product.root().resolve("server/target/allwell.aot");

  @BeforeAll
  void aLesson() {
    Finished lesson =
        Command.of(Product.root().resolve("bin/aot").toString())
            .plus(System.getProperty("java.home"))
            .with("ALLWELL_BUILDING", "yes")
            .run(LONG);
    assertThat(lesson.err()).isEmpty();
    assertThat(lesson.exit()).isZero();
  }

  @Test
  void isTakenByTheServerThatIsStarted() {
    assertThat(Product.allwell("flags").run(LONG).out()).contains("-XX:AOTCache=" + cache);
    Finished version = Product.allwell("version").with("ALLWELL_JAVA_OPTS", REALLY).run(LONG);
    assertThat(version.out()).first().asString().startsWith("allwell ");
    assertThat(version.exit()).isZero();
  }

  @Test
  void isPassedOverInSilenceWhereItDoesNotFit() {
    Finished version =
        Product.allwell("version")
            .with("ALLWELL_JAVA_OPTS", "-XX:-UseCompactObjectHeaders")
            .run(LONG);
    assertThat(version.err()).isEmpty();
    assertThat(version.out()).first().asString().startsWith("allwell ");
    assertThat(version.exit()).isZero();
  }
}
