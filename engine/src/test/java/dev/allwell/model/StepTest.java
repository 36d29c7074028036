package dev.allwell.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Step.What;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTest {
  private static Map<String, String> shown(String name, String fact) {
    return new Step(1, 0, What.ANSWER, Map.of(name, fact)).facts();
  }

  @Test
  void whatOthersWroteIsMadePrintable() {
    assertThat(shown("header X-\u009b31m", "\u001b[2J\u202e\r\n\u200b größer 三"))
        .isEqualTo(Map.of("header X-?31m", "?[2J???? größer 三"));
  }

  @Test
  void whatIsLongIsCut() {
    assertThat(shown("a", "x".repeat(10_000)).get("a")).hasSize(Step.LONGEST_FACT);
  }

  @Test
  void aLetterOfTwoCharactersIsNotCutInHalf() {
    String letter = Character.toString(0x10400); // 𐐀
    assertThat(shown("a", "x" + letter.repeat(4000)).get("a"))
        .isEqualTo("x" + letter.repeat(Step.LONGEST_FACT / 2 - 1));
  }
}
