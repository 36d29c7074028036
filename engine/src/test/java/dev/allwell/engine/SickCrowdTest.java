package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.probe.SickChecks;
import dev.allwell.testkit.sick.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two hundred sick targets at once, of each kind some: neither memory nor neighbours feel them.
///
/// Bounds are generous here, since a gate must hold on a busy machine; the rig measures exactly.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SickCrowdTest {
  private static final int NEIGHBOURS = 500;
  private static final int AT_ONCE = 200;
  private static final int GROUPS = 4;
  private static final Duration WINDOW = Duration.ofSeconds(4);
  private static final long MOST_ADDED = 64L << 20;

  private final SickCrowd crowd = new SickCrowd(NEIGHBOURS);

  @AfterAll
  void stop() {
    crowd.close();
  }

  @Test
  void aCrowdAddsLittleMemoryAndEachGivesItsReason() throws InterruptedException {
    let(0, Duration.ZERO); // what is loaded once counts for nobody
    Footprint.Bytes before = Footprint.now();
    for (int group = 0; group < GROUPS; group++) {
      int now = group;
      Footprint.Bytes most = Footprint.during(() -> let(now, Duration.ofMillis(500)));
      assertThat(most.total() - before.total()).as("bytes added").isLessThan(MOST_ADDED);
    }
  }

  @Test
  void neighboursKeepTheirRhythm() {
    long begun = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    long let = System.nanoTime();
    while (System.nanoTime() - let < WINDOW.toNanos()) {
      for (int group = 0; group < GROUPS; group++) {
        let(group, Duration.ZERO);
      }
    }
    double alone = p90(crowd.offBeat(begun, let));
    double crowded = p90(crowd.offBeat(let, System.nanoTime()));
    assertThat(crowded).as("ms off the beat, %s alone", alone).isLessThan(10 * alone + 250);
  }

  private void let(int group, Duration lasting) {
    List<Behaviour> rows = group(group);
    SickCrowd.Came came = crowd.let(rows, AT_ONCE / rows.size() + 1, lasting);
    assertThat(came.wrong()).isEmpty();
    assertThat(came.attempts()).isGreaterThanOrEqualTo(AT_ONCE);
  }

  private static List<Behaviour> group(int group) {
    List<Behaviour> all = SickChecks.rows();
    return IntStream.range(0, all.size())
        .filter(i -> i % GROUPS == group)
        .mapToObj(all::get)
        .toList();
  }

  private static double p90(double[] ascending) {
    assertThat(ascending).as("gaps").hasSizeGreaterThan(NEIGHBOURS);
    return ascending[ascending.length * 9 / 10];
  }
}
