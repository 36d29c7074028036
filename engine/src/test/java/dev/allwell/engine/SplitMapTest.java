package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitMapTest {
  private static final int KEYS = 3000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void isWhatAPlainMapIsAndOldOnesStayAsTheyWere(long seed) {
    var random = new Random(seed);
    var map = SplitMap.<Integer>empty();
    var plain = new HashMap<String, Integer>();
    for (int round = 0; round < 200; round++) {
      var before = map;
      var plainBefore = Map.copyOf(plain);
      var draft = map.draft();
      for (int i = random.nextInt(60); i > 0; i--) {
        var key = "s-" + random.nextInt(KEYS);
        if (random.nextInt(4) == 0) {
          draft.remove(key);
          plain.remove(key);
        } else {
          assertThat(draft.put(key, round)).isEqualTo(plain.put(key, round));
        }
        assertThat(draft.get(key)).isEqualTo(plain.get(key));
      }
      map = draft.done();
      assertSame(map, plain);
      assertSame(before, plainBefore);
    }
    assertThat(map.size()).isGreaterThan(1000);
  }

  @Test
  void aDraftThatWritesNothingIsTheSame() {
    var draft = SplitMap.<Integer>empty().draft();
    draft.put("a", 1);
    var one = draft.done();
    assertThat(one.draft().done().get("a")).isEqualTo(1);
    var removing = one.draft();
    removing.remove("b");
    assertThat(removing.done().size()).isEqualTo(1);
  }

  private static void assertSame(SplitMap<Integer> map, Map<String, Integer> plain) {
    assertThat(map.size()).isEqualTo(plain.size());
    assertThat(map.values()).containsExactlyInAnyOrderElementsOf(plain.values());
    plain.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
  }
}
