package dev.allwell.examples.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the README shows.
class ReadmeTest {
  private static final Path README = Path.of("README.md");

  @ParameterizedTest
  @ValueSource(strings = {"record RecordingFilter", "final class Unexpected"})
  void theReadmeShowsTheSourceAsItIs(String type) throws Exception {
    Path source =
        Path.of("src/main/java/dev/allwell/examples/jaxrs")
            .resolve(type.substring(type.lastIndexOf(' ') + 1) + ".java");
    String text = Files.readString(source);
    assertThat(Files.readString(README))
        .contains("```java\n" + text.substring(text.indexOf(type)) + "```");
  }
}
