package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(new SplittableRandom(1));

  @ParameterizedTest
  @CsvSource({"0, 500", "1, 1000", "3, 4000", "5, 10000", "60, 10000"})
  void aPauseIsAnythingUpToTheDoubledBaseButTenSecondsAtMost(int failures, long ceilingMillis) {
    var pauses =
        LongStream.generate(() -> backoff.nanos(Duration.ofMillis(500), failures))
            .limit(5_000)
            .summaryStatistics();
    double ceiling = Duration.ofMillis(ceilingMillis).toNanos();
    assertThat(pauses.getMin()).isNotNegative().isLessThan((long) (ceiling * 0.01));
    assertThat(pauses.getMax())
        .isLessThanOrEqualTo((long) ceiling)
        .isGreaterThan((long) (ceiling * 0.99));
    assertThat(pauses.getAverage()).isBetween(ceiling * 0.47, ceiling * 0.53);
  }

  @Test
  void noBaseIsNoPause() {
    assertThat(backoff.nanos(Duration.ZERO, 3)).isZero();
  }
}
