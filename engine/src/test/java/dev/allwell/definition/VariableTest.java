package dev.allwell.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VariableTest {
  private static final Variable DIGITS = new Variable("0123", 123L, true);
  private static final Variable FLAG = new Variable("true", true, true);
  private static final Variable NOTHING = new Variable("", null, true);

  private final Problems problems = new Problems();

  private Section section(Map<String, ?> keys) {
    return new Section("", keys, problems, FileAccess.NONE);
  }

  @Test
  void aKeyThatTakesTextHasItsText() {
    var section =
        section(Map.of("text", DIGITS, "secret", DIGITS, "list", List.of(DIGITS, FLAG, NOTHING)));
    assertThat(section.text("text")).contains("0123");
    assertThat(section.secret("secret").orElseThrow().reveal()).isEqualTo("0123");
    assertThat(section.list("list", 9, section::text)).containsExactly("0123", "true", "");
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void textsUnderKeysOfTheWritersChoiceStayThose() {
    var section = section(Map.of("texts", Map.of("a", DIGITS)));
    assertThat(section.texts("texts", 9, (_, _) -> Optional.empty()))
        .isEqualTo(Map.of("a", "0123"));
  }

  @Test
  void aKeyThatTakesANumberOrAFlagHasThat() {
    var share = new Variable("0.5", 0.5, true);
    var section = section(Map.of("whole", DIGITS, "flag", FLAG, "share", share));
    assertThat(section.whole("whole", 1, 0, 999)).isEqualTo(123);
    assertThat(section.flag("flag", false)).isTrue();
    assertThat(section.fraction("share", 0.1)).isEqualTo(0.5);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void nothingIsTheDefaultOfANumber() {
    assertThat(section(Map.of("whole", NOTHING)).whole("whole", 7, 0, 999)).isEqualTo(7);
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void whatFitsNoKeyIsRefusedAsWhatItIs() {
    var section = section(Map.of("whole", FLAG, "flag", DIGITS, "duration", DIGITS, "map", FLAG));
    section.whole("whole", 1, 0, 9);
    section.flag("flag", true);
    section.duration("duration", Duration.ZERO, Duration.ZERO, Duration.ofDays(1));
    section.section("map");
    assertThat(problems.all())
        .extracting(problem -> problem.message())
        .containsExactly(
            "expected a whole number from 0 to 9, got true",
            "expected true or false, got 123",
            "expected a duration with a unit, such as \"30s\", \"500ms\" or \"1m30s\", got the bare"
                + " number \"0123\"",
            "expected a map, got \"true\"");
  }

  @Test
  void whereTextAndNumbersAreTakenDigitsAreANumber() {
    var either = new Shape.Either(List.of(Shape.TEXT, new Shape.Whole(0, 999)));
    assertThat(section(Map.of("a", DIGITS)).value("a", either)).contains(123L);
    assertThat(section(Map.of("a", NOTHING)).value("a", either)).contains("");
  }

  @Test
  void whereAnythingIsTakenTheQuotesRule() {
    var bare = new Variable("0123", 123L, false);
    assertThat(section(Map.of("a", DIGITS)).value("a")).contains("0123");
    assertThat(section(Map.of("a", bare)).value("a")).contains(123L);
  }

  @Test
  void whatHoldsIsShownAsItIsTaken() {
    var keys = new LinkedHashMap<String, @Nullable Object>();
    keys.put("whole", DIGITS);
    keys.put("text", DIGITS);
    keys.put("secret", DIGITS);
    keys.put("list", List.of(DIGITS));
    keys.put("texts", Map.of("a", FLAG));
    var section = section(keys);
    section.whole("whole", 1, 0, 999);
    section.text("text");
    section.secret("secret");
    section.list("list", 9, section::text);
    section.texts("texts", 9, (_, _) -> Optional.empty());
    assertThat(section.effective())
        .containsEntry("whole", 123L)
        .containsEntry("text", "0123")
        .containsEntry("secret", "***")
        .containsEntry("list", List.of("0123"))
        .containsEntry("texts", Map.of("a", "true"));
  }
}
