package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void numbersMapsAndStringsAreWrittenAsSuch() {
    assertThat(Json.object(Map.of("b", 7L, "a", "x", "c", Map.of("d", "e"))))
        .isEqualTo("{\"a\":\"x\",\"b\":7,\"c\":{\"d\":\"e\"}}");
  }

  @Test
  void whatWouldBreakAStringIsEscaped() {
    assertThat(Json.object(Map.of("quote\"", "back\\slash\n\u0001é")))
        .isEqualTo("{\"quote\\\"\":\"back\\\\slash\\u000a\\u0001é\"}");
  }
}
