package dev.allwell.server.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One tiny file a mistake, and beside it exactly what is said about it, without the file's name.
class MistakesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "mistakes");

  static List<Path> mistakes() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldExactly(Path file) throws IOException {
    var said = Files.readAllLines(Path.of(file.toString().replace(".yaml", ".said")));
    assertThat(Given.problems(file))
        .isEqualTo(said.stream().map(line -> file + ":" + line).toList());
  }

  @Test
  void thereAreManyOfThem() throws IOException {
    assertThat(mistakes()).hasSizeGreaterThan(45);
  }
}
