package dev.allwell.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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

  /// As many as may be, since letters in a row that differ are never under way together.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "version 2",
        "vvvv 4",
        "v{4} 4",
        "abab 3",
        "abcabcabd 4",
        "(?i)aAaA 8",
        "\\.\\.\\. 3",
        "\\Qaa\\E 2",
        "a? 2",
        "a?? 3",
        "a{2,5} 10",
        "(a) 3",
        "(?:a) 1",
        "(?P<n>a) 3",
        "a|b 3",
        "\\d 1",
        "\\w 2",
        "[a-f] 1",
        "[a-fx] 2",
        "[^a] 2",
        "^a.$ 4",
        "a* 2",
        "\\d*[a-f]* 4",
        "(a)* 5",
        "(?:^)* 3",
        "(?:^)+ 2",
        "\\b{0,} 3",
        "\\d{4}-\\d{2}T 8"
      })
  void aPatternIsAsWideAsStepsMayBeUnderWayInIt(String text, int width) {
    assertThat(LinearPattern.compile(text).width()).isEqualTo(width);
  }

  /// One that has found a pattern wider than told, and another each time.
  static LongStream seeds() {
    return LongStream.of(-8178210268707167806L, new Random().nextLong());
  }

  /// Where no letters exclude one another, as in a row of the same ones, a width is never less than
  /// the program that is built has steps that can be under way: all but a failure, the match and
  /// where it begins and ends.
  @ParameterizedTest
  @MethodSource("seeds")
  void noPatternIsWiderThanTold(long seed) {
    var random = new Random(seed);
    String[] parts = {
      "a", "aa", "aaa", ".", "\\d", "[a-c]", "\\w", "^", "\\b", "x{2}", "y{1,3}", "z{2,}"
    };
    String[] ends = {"", "", "*", "+", "?", "{2}", "{0,2}"};
    for (int i = 0; i < 5000; i++) {
      var text = new StringBuilder();
      for (int j = 1 + random.nextInt(6); j > 0; j--) {
        String group = random.nextBoolean() ? "(" : "(?:";
        text.append(random.nextInt(5) == 0 ? "|" : "").append(group);
        text.append(parts[random.nextInt(parts.length)]);
        text.append(parts[random.nextInt(parts.length)]).append(')');
        text.append(ends[random.nextInt(ends.length)]);
      }
      String whole = text.toString();
      assertThat(LinearPattern.compile(whole).width())
          .as("%s, of the seed %d", whole, seed)
          .isGreaterThanOrEqualTo(com.google.re2j.Pattern.compile(whole).programSize() - 4);
    }
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
