package dev.allwell.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void lettersDigitsAndAsciiStay() {
    assertThat(Printable.of("a B~1 \u00fc\u2460\ud835\udc00", 100))
        .isEqualTo("a B~1 \u00fc?\ud835\udc00");
    assertThat(Printable.of("a\u001b\n\u202e\ud800b", 100)).isEqualTo("a????b");
  }

  @Test
  void aCutIsNeverWithinACharacter() {
    assertThat(Printable.of("abc", 2)).isEqualTo("ab");
    String letter = "\ud835\udc00";
    assertThat(Printable.of("a" + letter.repeat(3), 3)).isEqualTo("a" + letter);
    assertThat(Printable.of("a" + letter.repeat(3), 4)).isEqualTo("a" + letter);
    assertThat(Printable.of(letter.repeat(3), 4)).isEqualTo(letter.repeat(2));
  }
}
