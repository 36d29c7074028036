package dev.allwell.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpareHeapTest {
  private static final long MEBI = 1 << 20;

  private final ToyHeap toy = new ToyHeap();
  private final SpareHeap spare = new SpareHeap(toy, () -> toy.nanos);

  @Test
  void isAskedForWhenTheCollectorDidNothingForAMinute() {
    toy.committed = 400 * MEBI;
    turn(Duration.ofSeconds(59));
    assertThat(toy.asked).isZero();
    turn(Duration.ofSeconds(2));
    assertThat(toy.asked).isEqualTo(1);
    turn(Duration.ofMinutes(3));
    assertThat(toy.asked).isEqualTo(4);
  }

  @Test
  void isLeftToACollectorThatMarksByItself() {
    toy.committed = 400 * MEBI;
    for (int i = 0; i < 10; i++) {
      turn(Duration.ofSeconds(50));
      toy.markings++;
      turn(Duration.ofSeconds(1));
    }
    assertThat(toy.asked).isZero();
  }

  @Test
  void isRarelyAskedOfALargeHeapAndNeverOfASmallOne() {
    toy.committed = 2400 * MEBI;
    turn(Duration.ofSeconds(299));
    assertThat(toy.asked).isZero();
    turn(Duration.ofSeconds(2));
    assertThat(toy.asked).isEqualTo(1);
    toy.committed = 64 * MEBI;
    turn(Duration.ofHours(1));
    assertThat(toy.asked).isEqualTo(1);
  }

  @Test
  void isOfThisJvmOnlyWhereMarkingStopsNothing() {
    boolean told =
        java.lang.management.ManagementFactory.getRuntimeMXBean()
            .getInputArguments()
            .contains("-XX:+ExplicitGCInvokesConcurrent");
    assertThat(SpareHeap.ofThisJvm().isPresent()).isEqualTo(told);
  }

  private void turn(Duration by) {
    for (long i = 0; i < by.toSeconds(); i++) {
      toy.nanos += Duration.ofSeconds(1).toNanos();
      spare.look();
    }
  }

  private static final class ToyHeap implements SpareHeap.Heap {
    private long nanos;
    private long committed;
    private long markings;
    private int asked;

    @Override
    public long committed() {
      return committed;
    }

    @Override
    public long markings() {
      return markings;
    }

    @Override
    public void mark() {
      asked++;
      markings += 2;
    }
  }
}
