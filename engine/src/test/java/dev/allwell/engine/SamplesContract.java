package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
      assertThat(samples.newest(6, skip, 130))
          .isEqualTo(
              new Samples.TickPage(
                  newestFirst.subList(from, Math.min(from + 130, newestFirst.size())),
                  newestFirst.size()));
    }
    assertThat(samples.newest(7, 0, 10)).isEqualTo(new Samples.TickPage(List.of(), 0));
    samples.forget(6);
    assertThat(samples.newest(6, 0, 10)).isEqualTo(new Samples.TickPage(List.of(), 0));
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
              new Sample(sent.atMillis(), kept, sent.reason(), sent.status(), sent.attempts()));
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
