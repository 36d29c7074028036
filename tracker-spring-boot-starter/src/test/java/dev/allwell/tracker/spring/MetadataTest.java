package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an editor offers to somebody who writes `application.yaml`, and what the README lists.
class MetadataTest {
  private static final List<String> OF_ACTUATOR =
      List.of("management.health.allwell-tracker.enabled");

  @Test
  void eachPropertyIsDescribed() throws IOException {
    assertThat(properties())
        .hasSizeGreaterThan(15)
        .allSatisfy((name, property) ->
            assertThat(property.path("description").asString("")).as(name).hasSizeGreaterThan(10));
  }

  @Test
  void theDefaultsAreThoseOfTheLibrary() throws IOException {
    var properties = properties();

    assertThat(DurationStyle.detectAndParse(standard(properties, "window")))
        .isEqualTo(StatusCodeTracker.Builder.DEFAULT_WINDOW);
    assertThat(DurationStyle.detectAndParse(standard(properties, "extra-checks-timeout")))
        .isEqualTo(StatusCodeTracker.Builder.DEFAULT_EXTRA_CHECKS_TIMEOUT);
    assertThat(standard(properties, "error-threshold"))
        .isEqualTo("" + StatusCodeTracker.Builder.DEFAULT_ERROR_THRESHOLD);
    assertThat(standard(properties, "unhealthy-message"))
        .isEqualTo(StatusCodeTracker.Builder.DEFAULT_UNHEALTHY_MESSAGE);
    assertThat(standard(properties, "health.path")).isEqualTo("/health");
  }

  @Test
  void theReadmeListsEachWithItsDefault() throws IOException {
    var readme = Files.readString(Path.of("README.md"));

    properties()
        .forEach((name, property) -> {
          var standard = property.path("defaultValue").asString("");
          var row =
              readme
                  .lines()
                  .filter(
                      line -> line.startsWith("| `" + name.replace("allwell.tracker.", "") + "`"))
                  .toList();
          if (!OF_ACTUATOR.contains(name)) {
            assertThat(row).as(name).hasSize(1);
            assertThat(row.get(0).split("\\|")[2])
                .as("default of " + name)
                .isEqualTo(standard.isEmpty() ? "  " : " `" + standard + "` ");
          }
        });
  }

  private static String standard(Map<String, JsonNode> properties, String name) {
    return Objects.requireNonNull(properties.get("allwell.tracker." + name))
        .path("defaultValue")
        .asString();
  }

  private static Map<String, JsonNode> properties() throws IOException {
    try (var file =
        Objects.requireNonNull(
            TrackerProperties.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      var byName = new TreeMap<String, JsonNode>();
      JsonMapper.shared()
          .readTree(file)
          .path("properties")
          .forEach(property -> byName.put(property.path("name").asString(), property));
      return byName;
    }
  }
}
