package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  private static final long WINDOW = TimeUnit.SECONDS.toNanos(60);
  private static final long BUCKET = WINDOW / Window.BUCKETS;

  private final TurnedTicker ticker = new TurnedTicker(123_456_789L);
  private final Window window = new Window(WINDOW, ticker);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      window.failure();
    }
  }

  @Test
  void atFirstThereIsNothing() {
    assertThat(window.failures()).isZero();
    assertThat(window.counts()).isEqualTo(new Window.Counts(0, 0, 0, 0));
  }

  @Test
  void successesAndFailuresAreBothRequests() {
    window.success();
    window.success();
    window.failure();

    assertThat(window.counts()).isEqualTo(new Window.Counts(3, 1, 3, 1));
  }

  @Test
  void aFailureCountsForAtLeastTheWindow() {
    ticker.turn(BUCKET - 1);
    window.failure();
    ticker.turn(WINDOW);

    assertThat(window.failures()).isEqualTo(1);
  }

  @Test
  void aFailureCountsForOneBucketLongerAtMost() {
    window.failure();
    ticker.turn(WINDOW + BUCKET - 1);
    assertThat(window.failures()).isEqualTo(1);

    ticker.turn(1);

    assertThat(window.failures()).isZero();
    assertThat(window.counts()).isEqualTo(new Window.Counts(1, 1, 0, 0));
  }

  @Test
  void eachBucketLeavesByItself() {
    for (int bucket = 0; bucket < Window.BUCKETS; bucket++) {
      fail(bucket + 1);
      ticker.turn(BUCKET);
    }
    int left = Window.BUCKETS * (Window.BUCKETS + 1) / 2;
    for (int bucket = 0; bucket < Window.BUCKETS; bucket++) {
      assertThat(window.failures()).as("bucket %d", bucket).isEqualTo(left);
      ticker.turn(BUCKET);
      left -= bucket + 1;
    }

    assertThat(left).isZero();
    assertThat(window.failures()).isZero();
  }

  @Test
  void itRollsWhenWrittenThoughNobodyReads() {
    fail(5);
    ticker.turn(WINDOW / 2);
    fail(3);
    ticker.turn(WINDOW / 2 + BUCKET);

    assertThat(window.failures()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 24, 24 * 365 * 100})
  void afterIdlenessOfHoursTheOldIsGoneAndTheNewCounts(long hours) {
    fail(5);
    ticker.turn(Duration.ofHours(hours).toNanos());
    fail(2);

    assertThat(window.failures()).isEqualTo(2);
    ticker.turn(WINDOW + BUCKET);
    assertThat(window.failures()).isZero();
  }

  @Test
  void anHourThatPassesInSmallStepsIsAnHour() {
    for (int step = 0; step < 100_000; step++) {
      window.failure();
      ticker.turn(BUCKET / 10);
    }

    // the present bucket has had no failure yet, the hundred before it ten each
    assertThat(window.failures()).isEqualTo(1000);
    assertThat(window.counts().failures()).isEqualTo(100_000);
  }

  @Test
  void timeThatGoesBackLosesNothing() {
    fail(2);
    ticker.turn(BUCKET * 3);
    fail(2);
    ticker.turn(-BUCKET * 2);
    fail(2);
    assertThat(window.failures()).isEqualTo(6);

    ticker.turn(WINDOW);

    assertThat(window.failures()).isEqualTo(4);
  }

  @Test
  void aTickerThatOverflowsGoesOn() {
    TurnedTicker late = new TurnedTicker(Long.MAX_VALUE - BUCKET / 2);
    Window overflowing = new Window(WINDOW, late);
    overflowing.failure();
    late.turn(BUCKET);
    overflowing.failure();
    assertThat(overflowing.failures()).isEqualTo(2);

    late.turn(WINDOW);

    assertThat(overflowing.failures()).isEqualTo(1);
  }

  @Nested
  class ThatForgot {
    @Test
    void countsOnlyWhatCameAfter() {
      fail(5);
      window.forget();
      assertThat(window.failures()).isZero();

      fail(2);

      assertThat(window.counts()).isEqualTo(new Window.Counts(7, 7, 7, 2));
      assertThat(window.failures()).isEqualTo(2);
    }

    @Test
    void losesWhatCameAfterInItsTimeToo() {
      fail(5);
      ticker.turn(BUCKET);
      window.forget();
      fail(2);
      ticker.turn(WINDOW);
      assertThat(window.failures()).isEqualTo(2);

      ticker.turn(BUCKET);

      assertThat(window.failures()).isZero();
    }
  }
}
