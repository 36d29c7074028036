package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "UP",
        "version\": ?\"\\d+",
        "(?i)\\bstatus\\b.*\\bup\\b",
        "[0-9]{3}-[^]a\\]]{4}",
        "\\p{Greek}{10}\\x{263a}{10}",
        "a{9}{",
        "(a{100}){90}",
      })
  void anOrdinaryPatternIsSmallEnough(String regex) {
    assertThat(PatternSize.atMost(regex)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(a{100}){101}",
        "(?:(?:x{0,1000})*){0,1000}",
        "([a-z]{1000}){11}",
        "(\\d{1000}){11}",
        "((a{1000}){9}\\Q(\\E){1000}",
        "(a{1000}\\Q)\\E){1000}",
        "((a{1000}){9}[(]){1000}",
        "((a{1000}){9}[](]){1000}",
        "((a{1000}){9}[^](]){1000}",
        "((a{1000}){9}\\(){1000}",
        "((a{1000}){9}[\\](]){1000}",
        "(a{1000,}){11}",
      })
  void aPatternThatGrowsIsTooLarge(String regex) {
    assertThat(PatternSize.atMost(regex)).isFalse();
  }

  @Test
  void itIsNeverFarBelowWhatTheCompilerMakes() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var parts =
        List.of(
            "a", "(", ")", "{3}", "{0,7}", "{2,}", "[", "]", "^", "\\", "Q", "E", "p", "L", "*",
            "|", "?:", "\\Q", "\\E", "x", ".", "(a{9})", "[^]", "\\d");
    int compiled = 0;
    for (int i = 0; i < 20_000; i++) {
      var regex = new StringBuilder();
      for (int k = random.nextInt(14); k >= 0; k--) {
        regex.append(parts.get(random.nextInt(parts.size())));
      }
      if (!PatternSize.atMost(regex.toString())) {
        continue;
      }
      try {
        int size = Pattern.compile(regex.toString()).programSize();
        compiled++;
        assertThat(size).as("seed %d: %s", seed, regex).isLessThan((int) (10 * PatternSize.MOST));
      } catch (PatternSyntaxException none) {
        assertThat(none.getDescription()).isNotEmpty();
      }
    }
    assertThat(compiled).isPositive();
  }
}
