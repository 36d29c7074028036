package dev.allwell.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameSuffixTest {
  @ParameterizedTest
  @CsvSource({
    "-[0-9]+, shop-1, shop",
    "-[0-9]+, shop-1-22, shop-1",
    "-[0-9]+, shop, shop",
    "-[0-9]+, shop1, shop1",
    "-[0-9]+, shop-, shop-",
    "-[0-9]+, shop-1a, shop-1a",
    "-[0-9]+, -1, -1",
    "-[0-9]+, 7, 7",
    "'(-[a-z]+)?-[0-9]+', shop-eu-1, shop",
    "'(-[a-z]+)?-[0-9]+', shop-1, shop",
    "-blue|-green, shop-green, shop",
    "-blue|-green, shop-greenish, shop-greenish",
    "-[0-9]+$, shop-1, shop",
    "'(-[0-9]+)?', shop, shop",
    ".*, shop-1, shop-1",
    "\\.[a-z]+\\.test, a.eu.test, a"
  })
  void aNameIsCutBeforeItsSuffix(String suffix, String name, String left) {
    assertThat(NameSuffix.of(suffix).cut(name)).isEqualTo(left);
  }

  @Test
  void numbersAreFoundAsAPatternWouldFindThem() {
    var numbers = NameSuffix.of("-[0-9]+");
    var pattern = Pattern.compile("-[0-9]+$");
    for (long seed = 1; seed <= 5_000; seed++) {
      var random = new Random(seed);
      var name = new StringBuilder();
      for (int i = random.nextInt(1, 9); i > 0; i--) {
        name.append("a--019".charAt(random.nextInt(6)));
      }
      var found = pattern.matcher(name);
      var expected =
          found.find() && found.start() > 0 ? name.substring(0, found.start()) : name.toString();

      assertThat(numbers.cut(name.toString())).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(", "a)(b", "-[0-9", "(?=x)", "(?:(?:a?){40}){1}b"})
  void whatIsNoPatternOrATooLargeOneIsRefused(String suffix) {
    assertThatThrownBy(() -> NameSuffix.of(suffix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("\\P{Cntrl}+");
  }

  @Test
  void oneThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> NameSuffix.of("x".repeat(NameSuffix.LONGEST + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a pattern of 1 to 64 characters, got 65");
  }

  @Test
  void oneIsShownAsItWasWritten() {
    assertThat(NameSuffix.of("-x|-y")).hasToString("-x|-y");
    assertThat(NameSuffix.of("-[0-9]+")).hasToString("-[0-9]+");
  }
}
