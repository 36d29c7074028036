package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.sick.Behaviour;
import dev.allwell.testkit.sick.Catalogue;
import dev.allwell.testkit.sick.Hospital;
import io.netty.util.ResourceLeakDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// Two hundred sick targets at once, of each kind some: neither memory nor neighbours feel them.
///
/// Bounds are generous here, since a gate must hold on a busy machine; the rig measures exactly.
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES) // it collects all the time, each time waiting for all
class SickCrowdTest {
  private static final int NEIGHBOURS = 500;
  private static final int AT_ONCE = 200;
  private static final int GROUPS = 4;
  private static final int ROUNDS = 3;
  private static final Duration WINDOW = Duration.ofSeconds(4);
  private static final double LATEST = SickCrowd.INTERVAL.toMillis() / 2.0;
  private static final long MOST_ADDED = 64L << 20;

  private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
  private final SickCrowd crowd = new SickCrowd(NEIGHBOURS, new Hospital());

  /// The other suites look for leaks; here each buffer's history would be most of what is measured.
  @BeforeAll
  void lookForNoLeaks() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
  }

  @AfterAll
  void stop() {
    crowd.close();
    ResourceLeakDetector.setLevel(level);
  }

  @Test
  void neitherNeighboursNorMemoryFeelACrowdAndEachGivesItsReason() throws InterruptedException {
    assertNeighboursKeepTheirRhythm();
    assertLittleMemoryIsAdded(); // what is loaded once has been by now, and counts for nobody
  }

  /// What is cold, or a machine that has to do with others just then, is late once; who disturbs
  /// its neighbours is late each time.
  private void assertNeighboursKeepTheirRhythm() {
    List<Lateness> seen = new ArrayList<>();
    do {
      seen.add(lateness());
    } while (!seen.getLast().bearable() && seen.size() < ROUNDS);
    assertThat(seen).as("ms late").last().matches(Lateness::bearable);
  }

  private Lateness lateness() {
    long begun = System.nanoTime();
    LockSupport.parkNanos(WINDOW.toNanos());
    long let = System.nanoTime();
    for (int group = 0; group < GROUPS; group++) {
      let(group, WINDOW.dividedBy(GROUPS));
    }
    long[] beats = crowd.beats(begun, let);
    return new Lateness(
        p90(crowd.lateness(beats, begun, let)), p90(crowd.lateness(beats, let, System.nanoTime())));
  }

  /// How many milliseconds neighbours are late.
  private record Lateness(double alone, double crowded) {
    boolean bearable() {
      return crowded < 10 * alone + LATEST;
    }
  }

  private void assertLittleMemoryIsAdded() throws InterruptedException {
    Footprint.Bytes before = Footprint.now();
    for (int group = 0; group < GROUPS; group++) {
      int now = group;
      Footprint.Bytes most = Footprint.during(() -> let(now, Duration.ZERO));
      assertThat(most.total() - before.total()).as("bytes added").isLessThan(MOST_ADDED);
    }
  }

  private void let(int group, Duration lasting) {
    List<Behaviour> rows = group(group);
    SickCrowd.Came came = crowd.let(rows, AT_ONCE / rows.size() + 1, lasting);
    assertThat(came.wrong()).isEmpty();
    assertThat(came.attempts()).isGreaterThanOrEqualTo(AT_ONCE);
  }

  private static List<Behaviour> group(int group) {
    List<Behaviour> all = Catalogue.rows();
    return IntStream.range(0, all.size())
        .filter(i -> i % GROUPS == group)
        .mapToObj(all::get)
        .toList();
  }

  private static double p90(double[] ascending) {
    assertThat(ascending).as("checks").hasSizeGreaterThan(NEIGHBOURS);
    return ascending[ascending.length * 9 / 10];
  }
}
