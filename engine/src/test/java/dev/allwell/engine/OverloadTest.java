package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Twice as much to do as a lane can: everybody is late by the same, nothing piles up, what is left
/// out is counted, and it is over as soon as the load is.
class OverloadTest {
  private static final int PLACES = 16;
  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /// As many as can be checked in an interval, twice.
  private static final int SERVICES = 2 * PLACES * 100;

  private static final int INTERVALS = 30;

  private final LaneRig rig = new LaneRig(PLACES);
  private final List<Registration> registrations = new ArrayList<>();

  @BeforeEach
  void overload() {
    for (int i = 0; i < SERVICES; i++) {
      var answer = new ScriptedProber.Answer(Reason.OK, ANSWER);
      rig.prober.script("s-" + i, n -> answer);
      registrations.add(rig.add(Given.service("s-" + i)));
    }
    rig.turn(INTERVAL.multipliedBy(5)); // until each is as late as it will be
  }

  @Test
  void allAreCheckedAlikeAndWhatIsLeftOutIsCounted() {
    int before = rig.prober.log.size();
    long skipped = rig.meter.skipped();
    rig.turn(INTERVAL.multipliedBy(INTERVALS));

    int made = rig.prober.log.size() - before;
    assertThat(made).isBetween(SERVICES * INTERVALS * 45 / 100, SERVICES * INTERVALS / 2);
    assertThat(made + rig.meter.skipped() - skipped)
        .as("beats made or counted as left out")
        .isBetween(SERVICES * (INTERVALS - 1L), SERVICES * (INTERVALS + 1L));
    int[] each = new int[SERVICES];
    rig.prober.log.stream().skip(before).forEach(seen -> each[number(seen)]++);
    assertThat(IntStream.of(each).max().orElseThrow())
        .as("checks of the service that is checked most, %d of all", made)
        .isLessThanOrEqualTo(2 * made / SERVICES);
    assertThat(IntStream.of(each).min().orElseThrow())
        .as("checks of the service that is checked least, %d of all", made)
        .isGreaterThanOrEqualTo(made / SERVICES / 2);
  }

  @Test
  void noneWaitsTwiceAsLongAsTheOthers() {
    int before = rig.prober.log.size();
    rig.turn(INTERVAL.multipliedBy(INTERVALS));
    long[] last = new long[SERVICES];
    long[] longest = new long[SERVICES];
    rig.prober.log.stream()
        .skip(before)
        .forEach(seen -> {
          int number = number(seen);
          long gap = last[number] == 0 ? 0 : seen.startNanos() - last[number];
          longest[number] = Math.max(longest[number], gap);
          last[number] = seen.startNanos();
        });
    double mean = Arrays.stream(longest).average().orElseThrow();
    assertThat(Arrays.stream(longest).max().orElseThrow()).isLessThan((long) (2 * mean));
  }

  @Test
  void whoWaitsIsAtMostEachServiceOnce() {
    for (int i = 0; i < INTERVALS; i++) {
      rig.turn(INTERVAL);
      assertThat(rig.meter.gauges().waiting()).isBetween(1, SERVICES);
      assertThat(rig.meter.gauges().inFlight()).isLessThanOrEqualTo(PLACES);
    }
  }

  @Test
  void twoIntervalsAfterTheLoadEndsEachBeatIsKeptAgain() {
    for (int i = 0; i < SERVICES * 6 / 10; i++) {
      rig.remove(registrations.get(i));
    }
    rig.turn(INTERVAL.multipliedBy(2));
    long skipped = rig.meter.skipped();
    int before = rig.prober.log.size();
    rig.turn(INTERVAL.multipliedBy(10));
    assertThat(rig.meter.skipped()).isEqualTo(skipped);
    assertThat(rig.prober.log.size() - before)
        .isBetween(SERVICES * 4 / 10 * 10 - PLACES, SERVICES * 4 / 10 * 10 + PLACES);
  }

  private static int number(ScriptedProber.Seen seen) {
    return Integer.parseInt(seen.path().substring("/s-".length()));
  }
}
