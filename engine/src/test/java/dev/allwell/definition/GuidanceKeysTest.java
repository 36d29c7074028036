package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.allwell.model.Guidance;
import dev.allwell.model.Service;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told when a service fails.
class GuidanceKeysTest {
  private static Guidance read(String url, Map<String, ?> more) {
    var keys = new HashMap<String, Object>(Map.of("name", "shop", "url", url));
    keys.putAll(more);
    Service service = Readings.defined(new Definitions(Defaults.CONFIG), keys);
    return service.labels().guidance();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("severity", 0, "severity: expected a whole number from 1 to 3, got 0"),
        arguments("severity", 4, "severity: expected a whole number from 1 to 3, got 4"),
        arguments("severity", "1", "severity: expected a whole number from 1 to 3, got \"1\""),
        arguments("severity", 1.5, "severity: expected a whole number from 1 to 3, got 1.5"),
        arguments("business-impact", 5, "business-impact: expected text, got 5: put it in quotes"),
        arguments("panic-guide", List.of("a"), "panic-guide: expected text, got a list"),
        arguments(
            "technical-summary",
            "x".repeat(1025),
            "technical-summary: expected at most 1024 characters, got 1025"),
        arguments(
            "panic-guide",
            "a\u001b[31m",
            "panic-guide: expected printable characters and line breaks, got \"a?[31m\""),
        arguments(
            "panic-guide",
            "a\rb",
            "panic-guide: expected printable characters and line breaks, got \"a?b\""),
        arguments("panicGuide", "a", "panicGuide: unknown key, did you mean \"panic-guide\"?"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsNamed(String key, Object value, String message) {
    assertThat(Readings.refused(key, value)).containsExactly(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://shop.test", "tcp://shop.test:1", "dns://192.0.2.53/shop.test"})
  void everyKindOfServiceHasIt(String url) {
    var keys =
        Map.of("severity", 1, "business-impact", "a", "technical-summary", "b", "panic-guide", "c");
    assertThat(read(url, keys)).isEqualTo(new Guidance(1, "a", "b", "c"));
    assertThat(read(url, Map.of())).isSameAs(Guidance.DEFAULT);
  }

  @Test
  void aTextMayHaveLines() {
    Guidance read = read("http://shop.test", Map.of("panic-guide", "\n a\r\n\tb\u00fc\n\n"));
    assertThat(read.panicGuide()).isEqualTo("a\n\tb\u00fc");
  }

  @Test
  void aBlankTextSaysNothing() {
    var keys = Map.of("business-impact", "", "technical-summary", " ", "panic-guide", "\n");
    assertThat(read("http://shop.test", keys)).isSameAs(Guidance.DEFAULT);
  }

  @Test
  void lengthIsCountedInCharactersAsPeopleSeeThem() {
    String rockets = "\ud83d\ude80".repeat(1024);
    assertThat(read("http://shop.test", Map.of("panic-guide", rockets)).panicGuide())
        .isEqualTo(rockets);
  }

  @Test
  void noneBeyondItsLimitsCanBeMade() {
    assertThatThrownBy(() -> new Guidance(0, "", "", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("severity: 0 is not within 1 and 3");
    assertThatThrownBy(() -> new Guidance(3, "", "x".repeat(1025), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("technical-summary: 1025 characters are more than 1024");
  }
}
