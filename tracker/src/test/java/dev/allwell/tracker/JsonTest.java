package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void eachKindOfValueIsWrittenAsSuchInTheOrderOfTheMap() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("z", 7L);
    members.put("y", true);
    members.put("x", "text");
    members.put("w", Map.of("k", "v"));
    members.put("v", List.of("a", 1));

    assertThat(Json.object(members))
        .isEqualTo("{\"z\":7,\"y\":true,\"x\":\"text\",\"w\":{\"k\":\"v\"},\"v\":[\"a\",1]}");
  }

  @Test
  void whatIsEmptyIsWrittenToo() {
    assertThat(Json.object(Map.of())).isEqualTo("{}");
    assertThat(Json.object(Map.of("a", Map.of()))).isEqualTo("{\"a\":{}}");
    assertThat(Json.object(Map.of("a", List.of()))).isEqualTo("{\"a\":[]}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "0022, `\\\"`",
        "005c, `\\\\`",
        "000a, `\\u000a`",
        "0000, `\\u0000`",
        "001f, `\\u001f`",
        "2028, `\\u2028`",
        "2029, `\\u2029`",
        "d800, `\\ud800`",
        "dc00, `\\udc00`",
        "00e9, `é`",
        "007f, `\u007f`"
      })
  void whatWouldBreakAStringIsEscapedAndNothingElse(String code, String written) {
    String text = "a" + (char) Integer.parseInt(code, 16) + "b";

    assertThat(Json.object(Map.of("k", text))).isEqualTo("{\"k\":\"a" + written + "b\"}");
    assertThat(Json.object(Map.of(text, 1))).isEqualTo("{\"a" + written + "b\":1}");
  }

  @Test
  void halvesOfCharactersAtTheEndsAreEscapedAndWholeOnesAreNot() {
    assertThat(Json.object(Map.of("k", "\ud83d\ude00"))).isEqualTo("{\"k\":\"\ud83d\ude00\"}");
    assertThat(Json.object(Map.of("k", "\ud83d"))).isEqualTo("{\"k\":\"\\ud83d\"}");
    assertThat(Json.object(Map.of("k", "\ude00"))).isEqualTo("{\"k\":\"\\ude00\"}");
  }
}
