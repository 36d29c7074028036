package dev.allwell.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.allwell.engine.TurnedClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private final TurnedClock clock = new TurnedClock();

  private Buckets buckets(int burst, double perSecond, int keys) {
    return new Buckets(new Rate(burst, perSecond), keys, clock);
  }

  @Test
  void aRestedOneGivesItsBurstAtOnceAndThenTellsWhenTheNextIsThere() {
    var buckets = buckets(3, 2, 10);

    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isZero();
    assertThat(Duration.ofNanos(buckets.take("a"))).isEqualTo(Duration.ofMillis(500));
    clock.advance(Duration.ofMillis(499));
    assertThat(Duration.ofNanos(buckets.take("a"))).isEqualTo(Duration.ofMillis(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isPositive();
  }

  @Test
  void restNeverSavesUpMoreThanTheBurst() {
    var buckets = buckets(2, 10, 10);
    clock.advance(Duration.ofDays(400));

    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isZero();
    assertThat(buckets.take("a")).isPositive();
  }

  @Test
  void oneKeyTakesNothingFromAnother() {
    var buckets = buckets(1, 1, 10);
    buckets.take("a");

    assertThat(buckets.take("a")).isPositive();
    assertThat(buckets.take("b")).isZero();
  }

  @Test
  void ofTooManyKeysTheOneAskedForLongestAgoIsForgotten() {
    var buckets = buckets(1, 0.001, 100);
    buckets.take("rare");
    buckets.take("often");
    for (int i = 0; i < 10_000; i++) {
      buckets.take("key " + i);
      if (i % 50 == 0) {
        assertThat(buckets.take("often")).as("asked for all the time").isPositive();
      }
    }

    assertThat(buckets.keys()).isEqualTo(100);
    assertThat(buckets.take("rare")).as("forgotten, so full again").isZero();
  }

  @Test
  void itAgreesWithABucketThatIsReallyFilled() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var buckets = buckets(5, 4, 10);
    var levels = new HashMap<String, Double>();
    long before = clock.nanos();
    for (int i = 0; i < 5_000; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(400)));
      double filled = (clock.nanos() - before) * 4e-9;
      before = clock.nanos();
      levels.replaceAll((key, level) -> Math.min(5, level + filled));
      var key = "k" + random.nextInt(3);
      double level = levels.getOrDefault(key, 5.0);
      boolean taken = buckets.take(key) == 0;
      if (Math.abs(level - 1) > 1e-6) {
        assertThat(taken).as("seed %d, step %d, level %f", seed, i, level).isEqualTo(level > 1);
      }
      levels.put(key, taken ? level - 1 : level);
    }
  }

  @Test
  void aRateIsAboveNothing() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Double.NaN));
  }
}
