package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

  @Test
  void beatsLieExactlyOneIntervalApart() {
    var rhythm = new Rhythm(5_000);
    long first = rhythm.beatAfter(5_000, "checkout", INTERVAL);
    assertThat(first).isBetween(5_000L, 5_000 + INTERVAL);
    assertThat(rhythm.beatAfter(first, "checkout", INTERVAL)).isEqualTo(first + INTERVAL);
    assertThat(rhythm.beatAfter(first - 1, "checkout", INTERVAL)).isEqualTo(first);
    assertThat(rhythm.beatAfter(first + 7 * INTERVAL + 1, "checkout", INTERVAL))
        .isEqualTo(first + 8 * INTERVAL);
  }

  @Test
  void idsThatDifferInADigitSpreadEvenlyOverTheInterval() {
    var rhythm = new Rhythm(0);
    var tenths = new int[10];
    for (int i = 0; i < 10_000; i++) {
      long phase = rhythm.beatAfter(0, "service-" + i, INTERVAL);
      tenths[(int) Math.min(9, phase * 10 / INTERVAL)]++;
    }
    assertThat(Arrays.stream(tenths).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(900, 1100));
  }

  @Test
  void lanesGetEqualShares() {
    var lanes = new int[4];
    for (int i = 0; i < 10_000; i++) {
      lanes[Rhythm.lane("service-" + i, 4)]++;
    }
    assertThat(Arrays.stream(lanes).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(2_300, 2_700));
  }
}
