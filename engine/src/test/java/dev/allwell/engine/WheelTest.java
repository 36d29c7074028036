package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WheelTest {
  private static final long TICK = Wheel.TICK_NANOS;

  private static Wheel wheel(int slots) {
    var wheel = new Wheel(0);
    wheel.grow(slots);
    return wheel;
  }

  private static List<Integer> fired(Wheel wheel, long now) {
    var fired = new ArrayList<Integer>();
    wheel.advance(now, fired::add);
    return fired;
  }

  @Test
  void aTimerFiresAtTheFirstTickAtOrAfterItsDueTime() {
    var wheel = wheel(1);
    wheel.arm(0, 3 * TICK + 1);
    assertThat(fired(wheel, 3 * TICK + 5)).isEmpty();
    assertThat(fired(wheel, 4 * TICK)).containsExactly(0);
    assertThat(fired(wheel, 9 * TICK)).isEmpty();
    assertThat(wheel.armed()).isZero();
  }

  @Test
  void aTimerOfThePastFiresAtTheNextTick() {
    var wheel = wheel(1);
    fired(wheel, 100 * TICK);
    wheel.arm(0, 5 * TICK);
    assertThat(fired(wheel, 101 * TICK)).containsExactly(0);
  }

  @Test
  void aTimerFurtherThanOneTurnWaitsItsTurns() {
    var wheel = wheel(1);
    wheel.arm(0, 10_000 * TICK);
    assertThat(fired(wheel, 9_999 * TICK)).isEmpty();
    assertThat(fired(wheel, 10_000 * TICK)).containsExactly(0);
  }

  @Test
  void armingAgainMovesTheTimer() {
    var wheel = wheel(2);
    wheel.arm(0, 2 * TICK);
    wheel.arm(0, 5 * TICK);
    assertThat(wheel.armed()).isEqualTo(1);
    assertThat(fired(wheel, 4 * TICK)).isEmpty();
    assertThat(fired(wheel, 5 * TICK)).containsExactly(0);
    assertThat(wheel.dueNanos(0)).isEqualTo(5 * TICK);
  }

  @Test
  void aConsumerMayArmItsOwnSlotAgain() {
    var wheel = wheel(1);
    wheel.arm(0, TICK);
    wheel.advance(TICK, slot -> wheel.arm(slot, 2 * TICK));
    assertThat(fired(wheel, 2 * TICK)).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itAgreesWithANaiveMap(long seed) {
    var random = new Random(seed);
    var wheel = wheel(50);
    Map<Integer, Long> naive = new HashMap<>();
    long now = 0;
    for (int step = 0; step < 20_000; step++) {
      int slot = random.nextInt(50);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          long due = now + random.nextLong(9_000 * TICK);
          wheel.arm(slot, due);
          naive.put(slot, due);
        }
        case 2 -> {
          wheel.disarm(slot);
          naive.remove(slot);
        }
        default -> {
          now += random.nextLong(200 * TICK);
          long floor = now / TICK * TICK;
          var expected =
              naive.entrySet().stream().filter(e -> e.getValue() <= floor).map(Map.Entry::getKey);
          var due = expected.toList();
          assertThat(fired(wheel, now)).as("seed %d step %d", seed, step).hasSameElementsAs(due);
          due.forEach(naive::remove);
        }
      }
      assertThat(wheel.armed()).isEqualTo(naive.size());
    }
  }
}
