package dev.allwell.server.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RingTest {
  private static final long SECOND = 1_772_359_200;

  private final Ring ring = new Ring(7, "a");

  private void fill(int results) {
    for (int i = 0; i < results; i++) {
      ring.add("a", SECOND + i, true);
    }
  }

  private static List<Long> seconds(Ring.Taken taken) {
    return Arrays.stream(taken.points()).mapToObj(Ring::seconds).toList();
  }

  @Test
  void aPointHasItsSecondAndItsValue() {
    ring.add("a", SECOND, true);
    ring.add("a", SECOND + 1, false);
    var taken = ring.take(false);
    assertThat(seconds(taken)).containsExactly(SECOND, SECOND + 1);
    assertThat(Arrays.stream(taken.points()).mapToObj(Ring::good)).containsExactly(true, false);
  }

  @ParameterizedTest
  @ValueSource(longs = {1_577_836_800, 1_577_836_801, 2_147_483_648L, 3_725_320_447L})
  void everySecondFrom2020To2088CanBeHeld(long second) {
    ring.add("a", second, true);
    ring.add("a", second, false);
    assertThat(seconds(ring.take(false))).containsExactly(second, second);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE / 2, -1, 0, 1_577_836_799})
  void aClockThatIsFarOffBreaksNothing(long second) {
    ring.add("a", second, false);
    var taken = ring.take(false);
    assertThat(seconds(taken)).containsExactly(1_577_836_800L);
    assertThat(Ring.good(taken.points()[0])).isFalse();
  }

  @Test
  void whatWasWrittenIsTakenAgainOnlyWhenAllIsWanted() {
    fill(3);
    assertThat(ring.wrote(ring.take(false).until())).isEqualTo(3);
    assertThat(ring.take(false).points()).isEmpty();
    assertThat(seconds(ring.take(true))).containsExactly(SECOND, SECOND + 1, SECOND + 2);
    assertThat(ring.wrote(ring.take(true).until())).isZero();
  }

  @Test
  void theOldestGoesForTheNewest() {
    fill(60);
    assertThat(ring.add("a", SECOND + 60, true)).isEqualTo(Ring.Added.OVERFLOWED);
    assertThat(seconds(ring.take(false))).hasSize(60).startsWith(SECOND + 1).endsWith(SECOND + 60);
  }

  @Test
  void anOldOneThatWasWrittenGoesWithoutLoss() {
    fill(60);
    ring.wrote(ring.take(false).until());
    assertThat(ring.add("a", SECOND + 60, true)).isEqualTo(Ring.Added.KEPT);
    assertThat(seconds(ring.take(true))).hasSize(60).startsWith(SECOND + 1).endsWith(SECOND + 60);
  }

  @Test
  void itTellsOnceThatManyAreUnwritten() {
    fill(29);
    assertThat(ring.add("a", SECOND, true)).isEqualTo(Ring.Added.MANY);
    assertThat(ring.add("a", SECOND, true)).isEqualTo(Ring.Added.KEPT);
  }

  @Test
  void theNameIsThatOfTheLastResult() {
    ring.add("b", SECOND, true);
    assertThat(ring.name()).isEqualTo("b");
  }

  @Test
  void aRingWithoutAResultForAnHourIsRetiredOnceAllIsWritten() {
    fill(2);
    assertThat(ring.retire(SECOND + 1 + 3601)).isEqualTo(-1);
    ring.wrote(ring.take(false).until());
    assertThat(ring.retire(SECOND + 1 + 3600)).isEqualTo(-1);
    assertThat(ring.retire(SECOND + 1 + 3601)).isZero();
    assertThat(ring.add("a", SECOND, true)).isEqualTo(Ring.Added.RETIRED);
  }

  @Test
  void afterADayItIsRetiredWhateverIsUnwritten() {
    fill(2);
    assertThat(ring.retire(SECOND + 1 + 86_400)).isEqualTo(-1);
    assertThat(ring.retire(SECOND + 1 + 86_401)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20260301, 77})
  void itDoesWhatTwoListsDo(long seed) {
    var random = new Random(seed);
    var kept = new ArrayDeque<Long>();
    var unwritten = new ArrayDeque<Long>();
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(random.nextInt(40) == 0 ? 200 : 12)) {
        case 0 -> {
          var taken = ring.take(false);
          assertThat(seconds(taken)).as("seed %d, step %d", seed, i).isEqualTo(list(unwritten));
          assertThat(ring.wrote(taken.until())).isEqualTo(unwritten.size());
          unwritten.clear();
        }
        case 1 -> assertThat(seconds(ring.take(true))).isEqualTo(list(kept));
        default -> {
          long second = SECOND + i;
          kept.add(second);
          unwritten.add(second);
          boolean overflows = unwritten.size() > 60;
          assertThat(ring.add("a", second, true) == Ring.Added.OVERFLOWED).isEqualTo(overflows);
          if (overflows) {
            unwritten.remove();
          }
          if (kept.size() > 60) {
            kept.remove();
          }
        }
      }
    }
  }

  private static List<Long> list(ArrayDeque<Long> queue) {
    return new ArrayList<>(queue);
  }
}
