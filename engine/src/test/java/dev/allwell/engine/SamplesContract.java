package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.Samples.Order;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What every [Samples] keeps to; an implementation is a subclass of ten lines.
public abstract class SamplesContract {
  private static final long T0 = Instant.parse("2026-03-01T09:59:59.987Z").toEpochMilli();
  private static final List<Reason> REASONS = List.copyOf(EnumSet.allOf(Reason.class));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Samples samples = new MemorySamples();

  /// A store without ticks.
  protected abstract Samples create() throws Exception;

  /// Closes the store and opens what it left; one that has no second life returns itself.
  protected abstract Samples reopen(Samples samples) throws Exception;

  @BeforeEach
  void open() throws Exception {
    samples = create();
    assertThat(samples.load()).isEmpty();
  }

  @AfterEach
  void close() {
    samples.close();
  }

  @Test
  void ticksComeBackOldestFirst() throws Exception {
    var sent = List.of(ok(0, 1500), failed(30_001, Reason.TIMEOUT_TLS), ok(59_990, 1400));
    append(1, sent);
    assertReads(1, sent);
    again();
    assertReads(1, sent);
  }

  @Test
  void everyReasonStatusAndCountOfAttemptsComesBack() throws Exception {
    var sent = new ArrayList<Sample>();
    for (Reason reason : Reason.values()) {
      int i = sent.size();
      sent.add(
          new Sample(T0 + i * 10_000L, i * 997L, reason, i % 3 == 0 ? 0 : 200 + i, 1 + i % 11));
    }
    append(5, sent);
    again();
    assertReads(5, sent);
  }

  @Test
  void oneServicesTicksAreNotAnothers() throws Exception {
    append(1, List.of(ok(0, 10)));
    append(2, List.of(ok(5, 20), ok(6, 30)));
    again();
    assertReads(1, List.of(ok(0, 10)));
    assertReads(2, List.of(ok(5, 20), ok(6, 30)));
    assertThat(samples.read(3, Instant.EPOCH, Instant.MAX)).isEmpty();
  }

  @Test
  void theFirstBoundIsInAndTheLastIsOut() throws Exception {
    append(1, List.of(ok(0, 1), ok(1000, 2), ok(2000, 3)));
    awaitRead(1, 3);
    assertThat(samples.read(1, at(0), at(2000))).extracting(Sample::latencyMicros).contains(1L, 2L);
    assertThat(samples.read(1, at(1), at(2001))).extracting(Sample::latencyMicros).contains(2L, 3L);
    assertThat(samples.read(1, at(1001), at(2000))).isEmpty();
    assertThat(samples.read(1, at(2000), at(0))).isEmpty();
    assertThat(samples.read(1, Instant.MIN, Instant.MAX)).hasSize(3);
  }

  @Test
  void ticksOfOneMillisecondKeepTheirOrderAndStepsBackAreSorted() throws Exception {
    append(1, List.of(ok(5000, 1), ok(5000, 2), ok(1000, 3), ok(7_200_000, 4), ok(2000, 5)));
    again();
    awaitRead(1, 5);
    assertThat(samples.read(1, Instant.EPOCH, Instant.MAX))
        .extracting(Sample::latencyMicros)
        .containsExactly(3L, 5L, 1L, 2L, 4L);
  }

  @Test
  void theTallyIsRebuiltExactly() throws Exception {
    var expected = Tally.EMPTY;
    for (int i = 0; i < 500; i++) {
      var sample =
          i % 7 == 3
              ? failed(i * 1000L, REASONS.get(i % REASONS.size()))
              : ok(i * 1000L, 123_457L * i % 9_999_991);
      samples.append(9, sample);
      expected = expected.with(sample);
      if (i % 200 == 150) {
        assertThat(again()).isEqualTo(Map.of(9L, expected));
      }
    }
    assertThat(again()).isEqualTo(Map.of(9L, expected));
  }

  @Test
  void theTallyOfAServiceAgreesWithItsTicks() throws Exception {
    assertThat(samples.tally(1)).isEmpty();
    var expected = Tally.EMPTY;
    for (int i = 0; i < 30; i++) {
      var sample = i % 3 == 0 ? failed(i * 1000L, Reason.RESET) : ok(i * 1000L, i * 77L);
      samples.append(1, sample);
      expected = expected.with(sample);
    }
    awaitRead(1, 30);
    assertThat(samples.tally(1)).contains(expected);
    again();
    assertThat(samples.tally(1)).contains(expected);
    samples.forget(1);
    assertThat(samples.tally(1)).isEmpty();
  }

  @Test
  void ticksThatCountAreReadByPagesNewestFirst() throws Exception {
    var sent = new ArrayList<Sample>();
    for (int i = 0; i < 700; i++) {
      var reason = REASONS.get(i % 50 == 0 ? i / 50 : 0);
      sent.add(new Sample(T0 + i * 97_000L, i * 31L, reason, 200, 1));
    }
    append(6, sent);
    again();
    awaitRead(6, 700);
    var counted = samples.read(6, Instant.EPOCH, Instant.MAX).stream().filter(Sample::counted);
    var newestFirst = counted.toList().reversed();
    assertThat(newestFirst).hasSizeBetween(600, 700);
    for (int skip = 0; skip < 800; skip += 130) {
      int from = Math.min(skip, newestFirst.size());
      assertThat(samples.page(6, skip, 130))
          .isEqualTo(
              new Samples.TickPage(
                  newestFirst.subList(from, Math.min(from + 130, newestFirst.size())),
                  newestFirst.size()));
    }
    assertThat(samples.page(7, 0, 10)).isEqualTo(new Samples.TickPage(List.of(), 0));
    samples.forget(6);
    assertThat(samples.page(6, 0, 10)).isEqualTo(new Samples.TickPage(List.of(), 0));
  }

  @Test
  void aForgottenServiceIsGoneForGood() throws Exception {
    append(1, List.of(ok(0, 1)));
    append(2, List.of(ok(0, 1)));
    awaitRead(1, 1);
    samples.forget(1);
    assertThat(samples.read(1, Instant.EPOCH, Instant.MAX)).isEmpty();
    samples.append(1, ok(30_000, 1));
    assertThat(again().keySet()).containsExactly(2L);
    assertThat(samples.read(1, Instant.EPOCH, Instant.MAX)).isEmpty();
    assertReads(2, List.of(ok(0, 1)));
  }

  @Test
  void theNewestThousandTicksAreAlwaysThere() throws Exception {
    var sent = new ArrayList<Sample>();
    for (int i = 0; i < 1500; i++) {
      sent.add(ok(i * 1000L, 1000 + i % 300 * 50L));
    }
    append(4, sent);
    again();
    awaitRead(4, 1000);
    var read = samples.read(4, Instant.EPOCH, Instant.MAX);
    assertSame(read.subList(read.size() - 1000, read.size()), sent.subList(500, 1500));
    assertThat(samples.dropped()).isZero();
    assertThat(samples.queued()).isZero();
  }

  @Nested
  class APage {
    private final List<Sample> sent = new ArrayList<>();

    /// Ten hours, and in each three ticks of one millisecond.
    @BeforeEach
    void write() throws Exception {
      for (int i = 0; i < 600; i++) {
        sent.add(ok(i * 60_000L, 1000 + i));
        if (i % 60 == 30) {
          sent.add(ok(i * 60_000L, 1001 + i));
          sent.add(failed(i * 60_000L, Reason.RESET));
        }
      }
      append(6, sent);
      again();
      awaitRead(6, sent.size());
    }

    @Test
    void holdsAsManyAsAskedForFromEitherEnd() {
      assertSame(page(at(0), at(86_400_000), 7, Order.OLDEST_FIRST), sent.subList(0, 7));
      assertSame(
          page(at(0), at(86_400_000), 7, Order.NEWEST_FIRST),
          sent.subList(sent.size() - 7, sent.size()).reversed());
      assertThat(page(at(0), at(0), 7, Order.NEWEST_FIRST)).isEmpty();
      assertThat(page(at(100_000_000), Instant.MAX, 7, Order.OLDEST_FIRST)).isEmpty();
    }

    @Test
    void endsBetweenTwoMilliseconds() {
      assertThat(page(at(1_800_000), Instant.MAX, 1, Order.OLDEST_FIRST)).hasSize(3);
      assertThat(page(Instant.MIN, at(1_800_001), 2, Order.NEWEST_FIRST)).hasSize(3);
    }

    @Test
    void andTheNextOneMakeTheWhole() {
      var forward = new ArrayList<Sample>();
      for (var from = Instant.MIN; forward.size() < sent.size(); ) {
        var page = page(from, Instant.MAX, 50, Order.OLDEST_FIRST);
        assertThat(page).hasSizeBetween(1, 52);
        forward.addAll(page);
        from = page.getLast().at().plusMillis(1);
      }
      assertSame(forward, sent);
      var back = new ArrayList<Sample>();
      for (var to = Instant.MAX; back.size() < sent.size(); ) {
        var page = page(Instant.MIN, to, 50, Order.NEWEST_FIRST);
        assertThat(page).hasSizeBetween(1, 52);
        back.addAll(page);
        to = page.getLast().at();
      }
      assertSame(back.reversed(), sent);
    }

    private List<Sample> page(Instant from, Instant to, int limit, Order order) {
      return samples.read(6, from, to, limit, order);
    }
  }

  /// Against what is counted over the ticks that are read: the naive way.
  @Nested
  class Rolled {
    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void upHoursAndDaysAreThoseOfTheTicksThatAreRead() throws Exception {
      long at = 0;
      for (int i = 0; i < 900; i++) {
        at += random.nextInt(10) == 0 ? random.nextLong(20_000_000) : 60_000;
        samples.append(3, tick(at));
        if (i % 300 == 299) {
          again();
        }
      }
      awaitRead(3, 900);
      assertRolledUp();
    }

    @Test
    void upTicksThatComeLateAndOutOfOrderToo() throws Exception {
      int sent = 0;
      for (int i = 0; i < 40; i++) {
        long at = random.nextLong(3 * Span.DAY.millis());
        for (int j = 0; j < 20; j++) {
          at += random.nextInt(600_000) - 100_000;
          samples.append(3, tick(at));
          sent++;
        }
        if (i % 8 == 7) {
          again();
          awaitRead(3, sent);
          assertRolledUp();
        }
      }
    }

    @Test
    void upNothingForAForgottenServiceAndForAnEmptyRange() throws Exception {
      append(3, List.of(tick(0)));
      awaitRead(3, 1);
      assertThat(all(Span.DAY)).hasSize(1);
      assertThat(samples.segments(3, Span.HOUR, at(0), at(0))).isEmpty();
      assertThat(samples.segments(3, Span.HOUR, at(3_600_000), Instant.MAX)).isEmpty();
      assertThat(samples.segments(4, Span.HOUR, Instant.MIN, Instant.MAX)).isEmpty();
      samples.forget(3);
      assertThat(all(Span.DAY)).isEmpty();
      again();
      assertThat(all(Span.HOUR)).isEmpty();
    }

    private Sample tick(long millis) {
      return new Sample(
          T0 + millis,
          random.nextLong(1L << random.nextInt(1, 24)),
          random.nextInt(3) == 0 ? REASONS.get(random.nextInt(REASONS.size())) : Reason.OK,
          200,
          1,
          random.nextInt(5) == 0 ? 200_000 : 90_000);
    }

    private List<Segment> all(Span span) {
      return samples.segments(3, span, Instant.MIN, Instant.MAX);
    }

    private void assertRolledUp() {
      var ticks = samples.read(3, Instant.MIN, Instant.MAX);
      for (var span : Span.values()) {
        var naive = new TreeMap<Long, List<Sample>>();
        ticks.forEach(tick ->
            naive.computeIfAbsent(span.floor(tick.atMillis()), _ -> new ArrayList<>()).add(tick));
        assertThat(all(span))
            .as("seed %s", seed)
            .isEqualTo(naive.values().stream().map(Segment::of).toList());
        var second = Instant.ofEpochMilli(naive.higherKey(naive.firstKey()));
        var last = Instant.ofEpochMilli(naive.lastKey());
        assertThat(samples.segments(3, span, second, last))
            .as("seed %s: from the second up to the last", seed)
            .isEqualTo(all(span).subList(1, naive.size() - 1));
      }
    }
  }

  protected final Map<Long, Tally> again() throws Exception {
    samples = reopen(samples);
    return samples.load();
  }

  private void append(long number, List<Sample> all) {
    all.forEach(sample -> samples.append(number, sample));
  }

  private void assertReads(long number, List<Sample> expected) {
    awaitRead(number, expected.size());
    assertSame(samples.read(number, Instant.EPOCH, Instant.MAX), expected);
  }

  private void awaitRead(long number, int atLeast) {
    long giveUp = System.nanoTime() + PATIENCE.toNanos();
    while (samples.read(number, Instant.EPOCH, Instant.MAX).size() < atLeast) {
      assertThat(System.nanoTime()).as("a tick shows within a second").isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Equal but for response times, which may be off by 1/64 of their value.
  public static void assertSame(List<Sample> read, List<Sample> expected) {
    assertThat(read).hasSameSizeAs(expected);
    for (int i = 0; i < read.size(); i++) {
      var sent = expected.get(i);
      long kept = read.get(i).latencyMicros();
      assertThat(Math.abs(kept - sent.latencyMicros()) * 64)
          .as("response time of tick %s: %s kept as %s", i, sent, kept)
          .isLessThanOrEqualTo(sent.latencyMicros());
      assertThat(read.get(i))
          .isEqualTo(
              new Sample(
                  sent.atMillis(),
                  kept,
                  sent.reason(),
                  sent.status(),
                  sent.attempts(),
                  sent.goodForMillis()));
    }
  }

  private static Instant at(long millis) {
    return Instant.ofEpochMilli(T0 + millis);
  }

  private static Sample ok(long millis, long micros) {
    return new Sample(T0 + millis, micros, Reason.OK, 200, 1);
  }

  private static Sample failed(long millis, Reason reason) {
    return new Sample(T0 + millis, 5_000_123, reason, 0, 3);
  }
}
