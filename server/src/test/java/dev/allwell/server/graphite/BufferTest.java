package dev.allwell.server.graphite;

import static dev.allwell.server.graphite.Results.T0;
import static dev.allwell.server.graphite.Results.judged;
import static dev.allwell.server.graphite.Results.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BufferTest {
  private final Counts counts = new Counts();
  private final Buffer buffer = new Buffer(counts, 100);

  private List<Integer> points() {
    return buffer.rings().stream()
        .flatMapToInt(ring -> Arrays.stream(ring.take(false).points()))
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "OK, true",
    "ERROR_RATE, true",
    "UNEXPECTED_STATUS, false",
    "EXPECTATION_FAILED, false",
    "BLOCKED_BY_POLICY, false",
    "CONNECT_REFUSED, false",
    "TIMEOUT_CONNECT, false",
  })
  void degradedIsHealthyAndAllThatIsBadIsNot(Reason reason, boolean good) {
    buffer.add(judged(service(1, "a"), reason, T0));
    assertThat(points()).singleElement().matches(point -> Ring.good(point) == good);
  }

  @Test
  void theSecondIsTheOneInWhichTheCheckEnded() {
    buffer.add(judged(service(1, "a"), Reason.OK, T0));
    assertThat(points()).singleElement().extracting(Ring::seconds).isEqualTo(T0.getEpochSecond());
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void whatIsOurOwnFaultLeavesNoPoint(Reason reason) {
    buffer.add(judged(service(1, "a"), reason, T0));
    assertThat(points()).hasSize(reason.ours() ? 0 : 1);
    assertThat(counts.waiting()).isEqualTo(reason.ours() ? 0 : 1);
  }

  @Test
  void nothingIsKeptOfAServiceBeforeItsFirstResult() {
    assertThat(buffer.services()).isZero();
  }

  @Test
  void ofTooManyServicesTheResultsOfTheLastAreDroppedAndCounted() {
    for (int i = 0; i < 103; i++) {
      buffer.add(judged(service(i, "a" + i), Reason.OK, T0));
    }
    buffer.add(judged(service(0, "a0"), Reason.OK, T0));
    assertThat(buffer.services()).isEqualTo(100);
    assertThat(counts.dropped(Loss.TOO_MANY_SERVICES)).isEqualTo(3);
    assertThat(counts.waiting()).isEqualTo(101);
  }

  @Test
  void anOverflowIsCounted() {
    for (int i = 0; i < 70; i++) {
      buffer.add(judged(service(1, "a"), Reason.OK, T0.plusSeconds(i)));
    }
    assertThat(counts.dropped(Loss.OVERFLOW)).isEqualTo(10);
    assertThat(counts.waiting()).isEqualTo(60);
    assertThat(buffer.many()).isTrue();
    buffer.calm();
    assertThat(buffer.many()).isFalse();
  }

  @Test
  void aServiceThatComesBackAfterADayHasARingAgain() {
    buffer.add(judged(service(1, "a"), Reason.OK, T0));
    buffer.retire(T0.getEpochSecond() + 90_000);
    assertThat(buffer.services()).isZero();
    assertThat(counts.dropped(Loss.FORGOTTEN)).isEqualTo(1);
    buffer.add(judged(service(1, "a"), Reason.OK, T0.plusSeconds(90_000)));
    assertThat(points()).hasSize(1);
    assertThat(counts.waiting()).isEqualTo(1);
  }

  /// Whatever happens at once: each result is written once, dropped once, or waits.
  @Test
  @Timeout(120)
  void nothingIsLostUncountedWhileLanesAndTheFeedAreAtIt() throws Exception {
    int lanes = 4;
    int results = 50_000;
    var ready = new CountDownLatch(1);
    var over = new AtomicBoolean();
    var feed =
        Thread.ofPlatform()
            .start(() -> {
              ready.countDown();
              while (!over.get()) {
                for (var ring : buffer.rings()) {
                  var taken = ring.take(false);
                  counts.sent(taken.points().length, ring.wrote(taken.until()));
                }
                buffer.retire(T0.getEpochSecond() + 4000); // each that is written wholly
              }
            });
    ready.await();
    var threads =
        IntStream.range(0, lanes)
            .mapToObj(lane ->
                Thread.ofPlatform()
                    .start(() -> {
                      for (int i = 0; i < results; i++) {
                        int number = lane * 10 + i % 10;
                        buffer.add(judged(service(number, "s" + number), Reason.OK, T0));
                      }
                    }))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    over.set(true);
    feed.join();
    long left = points().size();
    // how many services there are is counted while they come and go, and may seem too many
    long dropped = counts.dropped(Loss.OVERFLOW) + counts.dropped(Loss.TOO_MANY_SERVICES);
    assertThat(counts.sent() + dropped + left).isEqualTo((long) lanes * results);
    assertThat(counts.waiting()).isEqualTo(left);
    assertThat(counts.dropped(Loss.FORGOTTEN)).isZero();
    assertThat(counts.repeated()).isNotNegative();
  }
}
