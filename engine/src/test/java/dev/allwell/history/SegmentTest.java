package dev.allwell.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentTest {
  private static final Reason[] REASONS = {Reason.OK, Reason.RESET, Reason.NO_ROUTE};

  @Test
  void joinedInAnyGroupingItIsTheSegmentOfAllTicks() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    var ticks = new ArrayList<Sample>();
    long at = 0;
    for (int i = 0; i < 400; i++) {
      at += random.nextInt(200_000);
      var reason = REASONS[random.nextInt(REASONS.length)];
      ticks.add(new Sample(at, random.nextInt(90_000), reason, 0, 1, random.nextInt(150_000)));
    }
    var all = Segment.of(ticks);
    var parts = new ArrayList<Segment>();
    for (int from = 0; from < ticks.size(); ) {
      int to = Math.min(ticks.size(), from + 1 + random.nextInt(40));
      parts.add(Segment.of(ticks.subList(from, to)));
      from = to;
    }
    int cut = 1 + random.nextInt(parts.size() - 1);
    assertThat(Segment.joined(parts)).as("seed %s", seed).isEqualTo(all);
    assertThat(
            Segment.joined(
                List.of(
                    Segment.joined(parts.subList(0, cut)),
                    Segment.joined(parts.subList(cut, parts.size())))))
        .as("seed %s", seed)
        .isEqualTo(all)
        .hasSameHashCodeAs(all);
  }

  @Test
  void ticksThatComeLateAreCountedAnewFromWhatIsThere() {
    var first = up(0);
    var late = List.of(down(30_000));
    var last = up(60_000);
    var all = Segment.of(List.of(first, late.getFirst(), last));
    assertThat(Segment.of(List.of(first, last)).with(Segment.of(late), () -> List.of(all)))
        .isEqualTo(all);
    assertThat(Segment.of(List.of(last)).with(Segment.of(List.of(first)), List::of))
        .as("all of them earlier")
        .isEqualTo(Segment.of(List.of(first, last)));
  }

  @Test
  void whereTheTicksAroundThemAreGoneTheyGetNoTime() {
    var before = Segment.of(List.of(up(0), up(60_000)));
    var late = Segment.of(List.of(down(30_000), up(90_000)));
    var counted = before.with(late, () -> List.of(late));
    assertThat(counted.counts()).isEqualTo(new Counts(3, 1, 0));
    assertThat(counted.known()).isEqualTo(before.known());
    assertThat(counted.last()).isEqualTo(late.last());
    assertThat(counted.latencies().count()).isEqualTo(3);
    assertThat(before.with(late, List::of)).isEqualTo(counted);
  }

  @Test
  void aSketchSurvivesItsBytesAndHoldsNumbersOfAnySize() {
    var some = Quantiles.of(LongStream.of(0, 1, 1_000_000_000_000L, 7));
    assertThat(Quantiles.of(some.bytes())).isEqualTo(some);
    assertThat(some.at(0, 1)[0]).isZero();
    assertThat(some.at(0, 1)[1]).isBetween(0.99e12, 1.01e12);
    assertThat(Quantiles.of(LongStream.empty())).isEqualTo(Quantiles.NONE);
    assertThat(Quantiles.of(new byte[0]).isEmpty()).isTrue();
    assertThatThrownBy(() -> Quantiles.NONE.at(0.5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Quantiles.of(new byte[] {5, 0, 0}).at(0.5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT30M", "PT90M", "P367D", "PT0S", "PT1H0.001S"})
  void aStepIsWholeHours(String length) {
    assertThatThrownBy(() -> new Step(Duration.parse(length)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not whole hours");
  }

  @Test
  void bucketsOfTheYearsBefore1970BeginWhereTheyShould() {
    long at = Instant.parse("1969-12-30T13:00:00Z").toEpochMilli();
    assertThat(Instant.ofEpochMilli(new Step(Duration.ofDays(7)).floor(at)))
        .isEqualTo("1969-12-29T00:00:00Z");
    assertThat(Instant.ofEpochMilli(Span.DAY.ceiling(at))).isEqualTo("1969-12-31T00:00:00Z");
  }

  private static Sample up(long at) {
    return new Sample(at, 10, Reason.OK, 200, 1);
  }

  private static Sample down(long at) {
    return new Sample(at, 10, Reason.RESET, 0, 1);
  }
}
