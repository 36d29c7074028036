package dev.allwell.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.JsonPath.Step;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
  @Test
  void aPathIsItsSteps() {
    assertThat(JsonPath.of("$").steps()).isEmpty();
    assertThat(JsonPath.of("$.a['b c'] [0]\n.\u00e4_1[\"d\"]").steps())
        .containsExactly(
            member("a"), member("b c"), new Step.Element(0), member("\u00e4_1"), member("d"));
    assertThat(JsonPath.of("$['\\'\\n\\u263a\\ud83d\\ude80\\\\\"']").steps())
        .isEqualTo(List.of(member("'\n\u263a\ud83d\ude80\\\"")));
    assertThat(JsonPath.of("$['']").steps()).containsExactly(member(""));
    assertThat(JsonPath.of("$[1234567]").steps()).containsExactly(new Step.Element(1_234_567));
  }

  @Test
  void pathsToOnePlaceAreEqualHoweverTheyAreWritten() {
    assertThat(JsonPath.of("$.a[0]")).isEqualTo(JsonPath.of("$['a'][0]"));
    assertThat(JsonPath.of("$.a[0]")).isNotEqualTo(JsonPath.of("$.a['0']"));
    assertThat(JsonPath.of("$['a']")).hasToString("$['a']");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ".a",
        "$a",
        "$.",
        "$..a",
        "$.*",
        "$[*]",
        "$[-1]",
        "$[01]",
        "$[00]",
        "$[",
        "$[0",
        "$[0:1]",
        "$[0,1]",
        "$[?@.a]",
        "$.a-b",
        "$.1a",
        "$['a",
        "$['a\"]",
        "$[\"\\'\"]",
        "$['\\x']",
        "$['\\u12']",
        "$['\\u12g4']",
        "$['\\ud83d']",
        "$['\\ude80\\ud83d']",
        "$ ",
        "$.a ",
        " $.a",
        "$[ 0]",
        "$[12345678]",
        "$['a'b]",
        "$.a.",
        "$[\u0661]",
        "$['\u0007']",
        "$['\\",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> JsonPath.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$.a[b]|expected a quoted name or an index from 0 at character 5",
        "$.a[0|expected a ] at character 6",
        "$a|expected a step that begins with . or [ at character 2",
      })
  void theMessageSaysWhere(String text, String message) {
    assertThatThrownBy(() -> JsonPath.of(text)).hasMessage(message);
  }

  @Test
  void itIsBounded() {
    assertThatThrownBy(() -> JsonPath.of("$" + ".a".repeat(33)))
        .hasMessage("expected at most 32 steps");
    assertThatThrownBy(() -> JsonPath.of("$." + "a".repeat(511)))
        .hasMessage("expected at most 512 characters, got 513");
  }

  private static Step member(String name) {
    return new Step.Member(name);
  }
}
