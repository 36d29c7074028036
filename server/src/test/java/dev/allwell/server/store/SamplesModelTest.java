package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.SamplesContract;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Days of random ticks against lists in memory, with clock steps, forgotten services and
/// reopening.
class SamplesModelTest {
  private static final Duration PACE = Duration.ofMillis(1);
  private static final List<Reason> REASONS = List.copyOf(EnumSet.allOf(Reason.class));
  private static final int SERVICES = 40;
  private static final int STRAGGLING_ROUNDS = 3;

  @TempDir Path folder = Path.of("");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final TurnedClock clock = new TurnedClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final Map<Long, List<Sample>> model = new HashMap<>();
  private final Map<Long, Integer> forgotten = new HashMap<>();

  @Test
  void whatIsReadIsWhatWasAppended() throws Exception {
    System.out.println("seed " + seed);
    var samples = open();
    samples.load();
    for (int round = 0; round < 300; round++) {
      clock.turn(Duration.ofSeconds(random.nextInt(20) == 0 ? -4000 : random.nextInt(600)));
      for (int i = 0; i < 200; i++) {
        long number = service();
        if (round - forgotten.getOrDefault(number, round) < STRAGGLING_ROUNDS) {
          append(samples, number);
        }
      }
      settle(samples);
      if (random.nextInt(40) == 0) {
        forget(samples, round);
      }
      if (random.nextInt(15) == 0) {
        samples.close();
        samples = open();
        assertThat(samples.load()).as("seed %s, round %s", seed, round).isEqualTo(tallies());
      }
      check(samples);
    }
    samples.close();
    try (var reopened = open()) {
      assertThat(reopened.load()).as("seed %s", seed).isEqualTo(tallies());
      for (long number = 1; number <= SERVICES; number++) {
        check(reopened, number, Instant.MIN, Instant.MAX);
      }
      assertThat(reopened.damaged()).isZero();
      assertThat(reopened.dropped()).isZero();
    }
    assertThat(rows("chunk")).as("hours ended").isGreaterThan(100);
    assertThat(rows("journal")).as("the journal is trimmed").isLessThan(rows("chunk"));
  }

  private long service() {
    return 1L + random.nextInt(SERVICES);
  }

  private SqliteSamples open() {
    return SqliteSamples.open(
        folder.resolve("samples.db"), new SampleWriter.Clocks(clock, Ticker.SYSTEM, PACE), 65_536);
  }

  private void append(SqliteSamples samples, long number) {
    var reason = random.nextInt(5) == 0 ? REASONS.get(random.nextInt(REASONS.size())) : Reason.OK;
    var sample =
        new Sample(
            clock.millis() + random.nextInt(1000),
            random.nextLong(1L << random.nextInt(1, 32)),
            reason,
            random.nextBoolean() ? 200 : random.nextInt(600),
            1 + random.nextInt(11),
            random.nextBoolean() ? 60_000 : random.nextLong(100_000_000));
    samples.append(number, sample);
    if (!forgotten.containsKey(number)) {
      model.computeIfAbsent(number, _ -> new ArrayList<>()).add(sample);
    }
  }

  /// Waits until what was appended is durable.
  private void settle(SqliteSamples samples) {
    long giveUp = System.nanoTime() + 20_000_000_000L;
    while (!settled(samples)) {
      assertThat(System.nanoTime()).as("seed %s", seed).isLessThan(giveUp);
      LockSupport.parkNanos(500_000);
    }
  }

  private boolean settled(SqliteSamples samples) {
    return model.entrySet().stream()
        .allMatch(entry ->
            samples.read(entry.getKey(), Instant.MIN, Instant.MAX).size()
                >= entry.getValue().size());
  }

  private void forget(SqliteSamples samples, int round) {
    long number = service();
    samples.forget(number);
    forgotten.putIfAbsent(number, round);
    model.remove(number);
  }

  private void check(SqliteSamples samples) {
    long number = service();
    var from = clock.instant().minusSeconds(random.nextInt(100_000));
    check(samples, number, from, from.plusSeconds(random.nextInt(20_000)));
  }

  private void check(SqliteSamples samples, long number, Instant from, Instant to) {
    var expected =
        model.getOrDefault(number, List.of()).stream()
            .filter(sample -> !sample.at().isBefore(from) && sample.at().isBefore(to))
            .sorted(Comparator.comparingLong(Sample::atMillis))
            .toList();
    var read = samples.read(number, from, to);
    SamplesContract.assertSame(read, expected);
    checkPage(samples, number);
    if (random.nextInt(4) == 0) {
      checkRollups(samples, number);
    }
  }

  /// With late ticks and steps of the clock, in chunks and in the head.
  private void checkRollups(SqliteSamples samples, long number) {
    var all = samples.read(number, Instant.MIN, Instant.MAX);
    for (var span : Span.values()) {
      assertThat(samples.segments(number, span, Instant.MIN, Instant.MAX))
          .as("seed %s, service %s", seed, number)
          .isEqualTo(DayRollups.by(span, all).values().stream().map(Segment::of).toList());
    }
  }

  private void checkPage(SqliteSamples samples, long number) {
    var newestFirst =
        model.getOrDefault(number, List.of()).stream()
            .sorted(Comparator.comparingLong(Sample::atMillis))
            .filter(Sample::counted)
            .toList()
            .reversed();
    int skip = random.nextInt(newestFirst.size() + 10);
    int limit = 1 + random.nextInt(300);
    var page = samples.page(number, skip, limit);
    assertThat(page.total()).as("seed %s", seed).isEqualTo(newestFirst.size());
    SamplesContract.assertSame(page.ticks(), newestFirst.stream().skip(skip).limit(limit).toList());
  }

  private Map<Long, Tally> tallies() {
    var tallies = new HashMap<Long, Tally>();
    model.forEach((number, all) -> {
      var tally = Tally.EMPTY;
      for (var sample : all) {
        tally = tally.with(sample);
      }
      tallies.put(number, tally);
    });
    return tallies;
  }

  private long rows(String table) throws Exception {
    try (var connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("samples.db"));
        var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM " + table)) {
      return count.getLong(1);
    }
  }
}
