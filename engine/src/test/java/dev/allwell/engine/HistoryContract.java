package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.allwell.history.Counts;
import dev.allwell.history.Known;
import dev.allwell.history.Rollup;
import dev.allwell.history.Step;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What [History] tells over any [Samples]; an implementation of those is a subclass of ten lines.
public abstract class HistoryContract {
  private static final long T0 = Instant.parse("2026-03-01T00:00:00Z").toEpochMilli();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long MINUTE = 60_000;
  private static final List<Reason> REASONS = List.copyOf(EnumSet.allOf(Reason.class));

  private final List<Sample> sent = new ArrayList<>();
  private Samples samples = new MemorySamples();
  private Instant now = Instant.ofEpochMilli(T0).plus(Duration.ofDays(30));

  /// Samples without ticks, which keep the last 1,000 at least.
  protected abstract Samples create() throws Exception;

  @BeforeEach
  void open() throws Exception {
    samples = create();
    assertThat(samples.load()).isEmpty();
  }

  @AfterEach
  void close() {
    samples.close();
  }

  @Nested
  class Uptime {
    @Test
    void isUnknownFromTheInstantOfAPauseUntilTheNextTick() {
      send(up(0), Sample.paused(Instant.ofEpochMilli(T0 + 20_000)), up(1));
      assertThat(over(0, 2).known()).isEqualTo(new Known(20_000 + MINUTE, 0));
      assertThat(over(0, 2).counts()).isEqualTo(new Counts(2, 0, 1));
      assertThat(over(0, 2).uptimePercent()).hasValueCloseTo(100.0, within(1e-9));
    }

    @Test
    void isTheTimeUntilTheNextTick() {
      send(up(0), up(1), down(2), up(4));
      assertThat(over(0, 5).known()).isEqualTo(new Known(3 * MINUTE, 2 * MINUTE));
      assertThat(over(0, 5).uptimePercent()).hasValueCloseTo(60.0, within(1e-9));
      assertThat(over(0, 5).counts()).isEqualTo(new Counts(3, 1, 0));
    }

    @Test
    void isNeverLongerThanATickIsGoodFor() {
      send(up(0), up(60));
      assertThat(over(0, 60).known()).isEqualTo(new Known(2 * MINUTE, 0));
      assertThat(over(0, 60).unknownMillis()).isEqualTo(58 * MINUTE);
      assertThat(over(0, 60).uptimePercent()).hasValue(100);
    }

    @Test
    void endsWithATickThatFailedByOurOwnFault() {
      send(up(0), ours(1), up(2));
      assertThat(over(0, 3).known()).isEqualTo(new Known(2 * MINUTE, 0));
      assertThat(over(0, 3).counts()).isEqualTo(new Counts(2, 0, 1));
    }

    @Test
    void goesOnWithWhatWasSaidBeforeTheRange() {
      send(down(0), up(60), down(61), up(62));
      assertThat(over(60.5, 61.5).known()).isEqualTo(new Known(MINUTE / 2, MINUTE / 2));
      assertThat(over(60.25, 60.75).counts()).isEqualTo(Counts.NONE);
      assertThat(over(60.25, 60.75).known()).isEqualTo(new Known(MINUTE / 2, 0));
    }

    @Test
    void isUnknownBeforeTheFirstTickAndInTheFuture() {
      send(up(0));
      now = at(1);
      var rollup = over(-10, 100);
      assertThat(rollup.known()).isEqualTo(new Known(MINUTE, 0));
      assertThat(rollup.to()).isEqualTo(now);
      assertThat(over(5, 9).uptimePercent()).isEmpty();
      assertThat(over(-9, -5).uptimePercent()).isEmpty();
      assertThat(history().over(1, Instant.MAX, Instant.MIN).counts()).isEqualTo(Counts.NONE);
      assertThat(history().over(1, Instant.MIN, Instant.MAX).counts().ticks()).isEqualTo(1);
    }

    @Test
    void goesAcrossDaysWhenChecksAreRare() {
      var rare = new Sample(T0 - 10 * MINUTE, 5, Reason.OK, 200, 1, Duration.ofDays(60).toMillis());
      send(rare, down(3 * 24 * 60));
      assertThat(over(0, 24 * 60).known()).isEqualTo(new Known(24 * 60 * MINUTE, 0));
      assertThat(history().rollups(1, at(0), at(3 * 24 * 60), Step.DAY))
          .hasSize(3)
          .allSatisfy(day -> assertThat(day.uptimePercent()).hasValue(100));
    }
  }

  @Nested
  class ResponseTimes {
    @Test
    void areThoseOfGoodChecksAlone() {
      send(took(0, 1000), took(1, 3000), down(2));
      var latencies = over(0, 5).latencies();
      assertThat(latencies.count()).isEqualTo(2);
      assertThat((double) latencies.minMicros()).isCloseTo(1000, within(1000 / 64.0));
      assertThat((double) latencies.maxMicros()).isCloseTo(3000, within(3000 / 64.0));
      assertThat(latencies.meanMicros().orElseThrow()).isCloseTo(2000, within(2000 / 64.0));
    }

    @Test
    void haveQuantilesWithinAFewPercentHoweverManyHoursAreJoined() {
      var random = new Random(11);
      var micros = new long[900];
      for (int i = 0; i < micros.length; i++) {
        micros[i] = 100 + random.nextLong(1L << random.nextInt(1, 20));
        send(took(i * 7L, micros[i]));
      }
      Arrays.sort(micros);
      var quantiles = over(0, 900 * 7).latencies().at(0, 0.5, 0.9, 0.99, 1);
      var ranks = new int[] {0, 449, 809, 890, 899};
      for (int i = 0; i < ranks.length; i++) {
        double exact = micros[ranks[i]];
        assertThat(quantiles[i]).isCloseTo(exact, within(exact * 0.03));
      }
      assertThat(over(-9, -5).latencies().at(0.5)).isEmpty();
    }
  }

  @Nested
  class Buckets {
    @Test
    void beginWithHoursAndMidnightAndMondayInUtc() {
      for (int day = 0; day < 10; day++) {
        send(up(day * 24 * 60 + 61));
      }
      assertThat(begins(new Step(Duration.ofHours(1)), 0, 26 * 60))
          .containsExactly(at(60), at(25 * 60));
      assertThat(begins(new Step(Duration.ofHours(6)), 60, 100)).containsExactly(at(0));
      assertThat(begins(Step.DAY, 5 * 60, 24 * 60)).containsExactly(at(0));
      assertThat(begins(new Step(Duration.ofDays(7)), 0, 24 * 60 * 9))
          .containsExactly(at(-6 * 24 * 60), at(24 * 60), at(8 * 24 * 60));
    }

    @Test
    void endNow() {
      send(up(30), up(31));
      now = at(31.5);
      assertThat(history().rollups(1, at(0), Instant.MAX, Step.HOUR))
          .singleElement()
          .satisfies(hour -> {
            assertThat(hour.to()).isEqualTo(now);
            assertThat(hour.known()).isEqualTo(new Known(3 * MINUTE / 2, 0));
          });
    }

    @Test
    void areBoundedInNumber() {
      assertThatThrownBy(() -> history().rollups(1, Instant.MIN, Instant.MAX, Step.DAY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("more than 10000 buckets");
      assertThat(history().rollups(1, at(5), at(5).minusSeconds(4000), Step.HOUR)).isEmpty();
    }

    private List<Instant> begins(Step step, double from, double to) {
      return history().rollups(1, at(from), at(to), step).stream().map(Rollup::from).toList();
    }
  }

  @Test
  void anyRangeAndAnyBucketIsWhatANaiveCountOfTheTicksSays() {
    long seed = Long.getLong("seed", System.nanoTime());
    var random = new Random(seed);
    double minute = 0;
    for (int i = 0; i < 900; i++) {
      minute += random.nextInt(40) == 0 ? random.nextInt(2000) : 1 + random.nextDouble() / 60;
      send(
          new Sample(
              at(minute).toEpochMilli(),
              random.nextInt(100_000),
              random.nextInt(4) == 0 ? random(random) : Reason.OK,
              200,
              1,
              (long) (MINUTE * random.nextDouble() * 10)));
    }
    now = at(minute).plusMillis(random.nextInt(100_000));
    for (int i = 0; i < 60; i++) {
      double from = random.nextDouble() * minute * 1.1 - 100;
      var rollup = over(from, from + random.nextDouble() * Math.pow(10, random.nextInt(5)));
      assertThat(rollup.counts()).as("seed %s, %s", seed, rollup).isEqualTo(counts(rollup));
      assertThat(rollup.known()).as("seed %s, %s", seed, rollup).isEqualTo(known(rollup));
    }
    for (int hours : List.of(1, 5, 24, 72, 168)) {
      var rollups = history().rollups(1, at(0), Instant.MAX, new Step(Duration.ofHours(hours)));
      long ticks = 0;
      for (var rollup : rollups) {
        assertThat(rollup.counts()).as("seed %s, %s", seed, rollup).isEqualTo(counts(rollup));
        assertThat(rollup.known()).as("seed %s, %s", seed, rollup).isEqualTo(known(rollup));
        ticks += rollup.counts().ticks();
      }
      assertThat(ticks).as("seed %s, step of %s h", seed, hours).isEqualTo(900);
    }
  }

  private static Reason random(Random random) {
    return REASONS.get(random.nextInt(REASONS.size()));
  }

  private Counts counts(Rollup range) {
    long up = 0;
    long down = 0;
    long unknown = 0;
    for (var tick : sent) {
      if (!tick.at().isBefore(range.from()) && tick.at().isBefore(range.to())) {
        up += tick.up() ? 1 : 0;
        down += tick.counted() && !tick.up() ? 1 : 0;
        unknown += tick.counted() ? 0 : 1;
      }
    }
    return new Counts(up, down, unknown);
  }

  private Known known(Rollup range) {
    long up = 0;
    long down = 0;
    var ticks = sent.stream().sorted(Comparator.comparingLong(Sample::atMillis)).toList();
    for (int i = 0; i < ticks.size(); i++) {
      var tick = ticks.get(i);
      long end = i + 1 < ticks.size() ? ticks.get(i + 1).atMillis() : Long.MAX_VALUE;
      end = Math.min(end, tick.atMillis() + tick.goodForMillis());
      end = Math.min(end, range.to().toEpochMilli());
      long millis = Math.max(0, end - Math.max(tick.atMillis(), range.from().toEpochMilli()));
      up += tick.up() ? millis : 0;
      down += tick.counted() && !tick.up() ? millis : 0;
    }
    return new Known(up, down);
  }

  private History history() {
    settle();
    InstantSource clock = () -> now;
    return new History(new MemoryLedger(), samples, clock);
  }

  private Rollup over(double fromMinute, double toMinute) {
    return history().over(1, at(fromMinute), at(toMinute));
  }

  private void send(Sample... ticks) {
    for (var tick : ticks) {
      samples.append(1, tick);
      sent.add(tick);
    }
  }

  private void settle() {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (samples.read(1, Instant.MIN, Instant.MAX).size() < sent.size()) {
      assertThat(System.nanoTime()).as("a tick shows within a second").isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Instant at(double minute) {
    return Instant.ofEpochMilli(T0 + (long) (minute * MINUTE));
  }

  private static Sample up(long minute) {
    return took(minute, 1500);
  }

  private static Sample took(long minute, long micros) {
    return tick(minute, micros, Reason.OK);
  }

  private static Sample down(long minute) {
    return tick(minute, 20, Reason.CONNECT_REFUSED);
  }

  private static Sample ours(long minute) {
    return tick(minute, 20, Reason.NO_ROUTE);
  }

  private static Sample tick(long minute, long micros, Reason reason) {
    return new Sample(T0 + minute * MINUTE, micros, reason, 0, 1, 2 * MINUTE);
  }
}
