package dev.allwell.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  @Test
  void theBoundDoublesUntilTheMost() {
    assertThat(IntStream.rangeClosed(1, 7).mapToObj(backoff::bound).map(Duration::toMillis))
        .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L);
  }

  @Test
  void manyFailuresDoNotOverflow() {
    assertThat(backoff.bound(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void waitsFillTheWholeBound() {
    Random random = new Random(42);
    var waits =
        IntStream.range(0, 1000)
            .mapToObj(i -> backoff.wait(3, random).toMillis())
            .sorted()
            .toList();

    assertThat(waits.getFirst()).isLessThan(50);
    assertThat(waits.getLast()).isBetween(1950L, 2000L);
  }
}
