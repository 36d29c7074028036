package dev.allwell.server.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.Engine;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Secret;
import dev.allwell.model.Service;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Overrides;
import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The wall clock stands; the ticker goes on by a tenth of a second whenever it is looked at, and
/// whoever writes does so at such a look.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FirstReadingTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration LONG_AGO = Duration.ofHours(-1);
  private static final String ONE = "services:\n  - {name: a, url: \"tcp://127.0.0.1:1\"}\n";
  private static final String TWO = ONE + "  - {name: b, url: \"tcp://127.0.0.1:1\"}\n";

  @TempDir private Path folder;
  private int looks;

  private Path write(String name, String text, Duration age) {
    try {
      var file = Files.writeString(folder.resolve(name), text);
      return Files.setLastModifiedTime(file, FileTime.from(NOW.plus(age)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reading read(Runnable atLook) {
    var origin = new Origin(folder.resolve("c.yaml"), Map.of(), Config.byDefault(), Overrides.NONE);
    var clocks =
        new Engine.Clocks(
            () -> {
              looks++;
              atLook.run();
              return looks * 100_000_000L;
            },
            () -> NOW);
    return FirstReading.of(origin, clocks);
  }

  private static List<String> ids(Reading reading) {
    return ((Reading.Good) reading).config().services().stream().map(Service::id).toList();
  }

  @Test
  void whatLiesStillIsReadAtOnce() {
    write("c.yaml", TWO, LONG_AGO);
    assertThat(ids(read(() -> {}))).containsExactly("a", "b");
    assertThat(looks).isLessThan(5);
  }

  @Test
  void whatIsHalfWrittenIsWaitedFor() {
    write("c.yaml", ONE, Duration.ZERO);
    var reading =
        read(() -> {
          if (looks == 5) {
            write("c.yaml", TWO, Duration.ofMillis(1));
          }
        });
    assertThat(ids(reading)).containsExactly("a", "b");
    assertThat(looks).isGreaterThan(9);
  }

  @Test
  void whatComesFromAnotherClocksFutureIsReadWhenItIsSeenToLieStill() {
    write("c.yaml", TWO, Duration.ofHours(1));
    assertThat(ids(read(() -> {}))).containsExactly("a", "b");
    assertThat(looks).isBetween(5, 20);
  }

  @Test
  void whatNeverLiesStillCannotBeRead() {
    var text = new StringBuilder(ONE);
    write("c.yaml", ONE, Duration.ZERO);
    var reading = read(() -> write("c.yaml", text.append("# more\n").toString(), Duration.ZERO));
    assertThat(reading)
        .isEqualTo(
            new Reading.Unreadable(
                "cannot read "
                    + folder.resolve("c.yaml")
                    + ": it is still being written, for 10 s without a pause"));
  }

  @Test
  void aSecretThatIsHalfWrittenIsWaitedForToo() {
    var http = "http: {auth: {bearer-file: token}}";
    var yaml = "services: [{name: a, url: \"http://127.0.0.1:1/\", %s}]".formatted(http);
    write("c.yaml", yaml, LONG_AGO);
    write("token", "s3", Duration.ZERO);
    var reading =
        read(() -> {
          if (looks == 5) {
            write("token", "s3cret", Duration.ZERO);
          }
        });
    var check = ((Reading.Good) reading).config().services().getFirst().check();
    assertThat(((HttpCheck) check).request().auth())
        .isEqualTo(new HttpAuth.Bearer(new Secret("s3cret")));
  }

  @Test
  void whatIsNotThereIsToldAtOnce() {
    assertThat(read(() -> {})).isInstanceOf(Reading.Unreadable.class);
    assertThat(looks).isLessThan(5);
  }

  @Test
  void whatIsBadIsToldOnceItLiesStill() {
    write("c.yaml", "services: [", LONG_AGO);
    assertThat(read(() -> {})).isInstanceOf(Reading.Bad.class);
  }
}
