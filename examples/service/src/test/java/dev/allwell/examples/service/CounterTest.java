package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterTest {
  private static boolean overTheLimit(Counts counts) {
    return (double) counts.errors() / counts.requests() > 0.2;
  }

  @Test
  void aRequestIsCountedBeforeItIsAnswered() {
    Counter counter = new Counter(ErrorRule.never());

    assertThat(counter.count()).isEqualTo(new Counter.Seen(new Counts(1, 0), false));
    assertThat(counter.count()).isEqualTo(new Counter.Seen(new Counts(2, 0), false));
  }

  @Test
  void everyFourthRequestIsAnErrorInTheVeryAnswerToIt() {
    Counter counter = new Counter(ErrorRule.every(4));
    List<Boolean> errors = new ArrayList<>();
    for (int request = 1; request <= 8; request++) {
      errors.add(counter.count().error());
    }

    assertThat(errors).containsExactly(false, false, false, true, false, false, false, true);
  }

  @Test
  void everyFourthKeepsTheRateOverALimitOfOneFifthForGoodFromRequest16() {
    Counter counter = new Counter(ErrorRule.every(4));
    List<Long> within = new ArrayList<>();
    for (int request = 1; request <= 100_000; request++) {
      Counts counts = counter.count().counts();
      if (!overTheLimit(counts)) {
        within.add(counts.requests());
      }
    }

    // the last is 15: 3 of 15 is exactly 0.2, and the limit is strict
    assertThat(within).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 10L, 11L, 15L);
  }

  @Test
  void aRuleOfEveryZerothIsRefused() {
    assertThatThrownBy(() -> ErrorRule.every(0)).hasMessage("n: 0, expected at least 1");
  }
}
