package dev.allwell.server.graphite;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
  @ParameterizedTest
  @CsvSource({"0,1", "1,2", "2,4", "3,8", "4,15", "5,15", "1000,15", "2147483647,15"})
  void aPauseIsDoubledUpToACeilingAndHalfOfItIsChance(int failures, long ceilingSeconds) {
    long ceiling = Duration.ofSeconds(ceilingSeconds).toNanos();
    var chance = new Random(failures);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1000; i++) {
      long pause = Pace.USUAL.pauseNanos(failures, chance);
      least = Math.min(least, pause);
      most = Math.max(most, pause);
    }
    assertThat(least).isBetween(ceiling / 2, ceiling * 6 / 10);
    assertThat(most).isBetween(ceiling * 9 / 10, ceiling);
  }
}
