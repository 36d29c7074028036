package dev.allwell.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
  @Test
  void itIsFoundAnywhere() {
    assertThat(LinearPattern.compile("b+c").find("aabbcc")).isTrue();
    assertThat(LinearPattern.compile("^b").find("aabbcc")).isFalse();
    assertThat(LinearPattern.compile("(?m)^b$").find("a\nb\nc")).isTrue();
  }

  /// A matcher that tries again would need 2 to the 40th steps here.
  @Test
  void noPatternTriesAgain() {
    assertThat(LinearPattern.compile("(a|aa)+$").find("a".repeat(20_000) + "b")).isFalse();
    assertThat(LinearPattern.compile("(a*)*b").find("a".repeat(20_000))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((x{1000}){1000})",
        "(((x{1000}){1000}){1000}){1000}",
        "(?:(?:a{50}){50}){50}",
        "(x{1,999}|y{500}){10}",
        "[a-z]{1000}[0-9]{1000}",
        "\\d{999}\\){999}",
        "((((x{30}y)){30}z)){30,}",
        "(?:(?:x{0,1000})*){0,1000}",
        "((a{100}){9}\\Q(\\E){1000}",
        "(a{1000}\\Q)\\E){1000}",
        "((a{100}){9}[(]){1000}",
        "((a{100}){9}[](]){1000}",
        "((a{100}){9}[^](]){1000}",
        "((a{100}){9}\\(){1000}",
        "((a{100}){9}[\\](]){1000}",
        "(a{1000,}){11}"
      })
  void aPatternThatUnfoldsWithoutMeasureIsRefusedBeforeItIsBuilt(String text) {
    assertThatThrownBy(() -> LinearPattern.compile(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("too large");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}",
        "x{1000}",
        "[{}]{3}\\{100000\\}{2}[^]{9}]",
        "a{,5}b{x}{",
        "\\Q((a{9999}\\E\\x{2022}\\p{Greek}",
        "(?i)^220[ -](?P<name>[\\w.]+)"
      })
  void ordinaryRepetitionsAreTaken(String text) {
    assertThat(LinearPattern.compile(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a)", "[", "a**", "\\", "(?<!a)b", "\\1", "a{2}{3}"})
  void whatIsNoPatternIsSaidSo(String text) {
    assertThatThrownBy(() -> LinearPattern.compile(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("error parsing regexp");
  }

  @Test
  void aLongOneIsRefused() {
    assertThat(LinearPattern.compile("x".repeat(LinearPattern.LONGEST)).find("x")).isFalse();
    assertThatThrownBy(() -> LinearPattern.compile("x".repeat(LinearPattern.LONGEST + 1)))
        .hasMessage("expected at most 1024 characters, got 1025");
  }

  @Test
  void parenthesesWithoutEndDoNotOverflow() {
    assertThatThrownBy(() -> LinearPattern.compile("(".repeat(1024)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LinearPattern.compile("(".repeat(512) + ")".repeat(512)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
