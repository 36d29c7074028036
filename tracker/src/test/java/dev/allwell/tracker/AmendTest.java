package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests whose status changes after they were recorded.
class AmendTest {
  private final TurnedTicker ticker = new TurnedTicker(-5);
  private final StatusCodeTracker tracker =
      StatusCodeTracker.builder().ticker(ticker).errorThreshold(2).build();

  @AfterEach
  void close() {
    tracker.close();
  }

  @ParameterizedTest
  @CsvSource({"500,200,0", "503,404,0", "404,503,1", "200,599,1", "500,503,1", "200,404,0"})
  void theRequestCountsOnceAsItEnded(int recorded, int status, long errors) {
    tracker.record(recorded);
    tracker.amend(recorded, status);
    Snapshot now = tracker.snapshot();
    assertThat(now.requests()).isEqualTo(1);
    assertThat(now.requestsInWindow()).isEqualTo(1);
    assertThat(now.errors()).isEqualTo(errors);
    assertThat(now.errorsInWindow()).isEqualTo(errors);
  }

  @Test
  void anErrorThatIsTakenBackNoLongerMakesItUnhealthy() {
    tracker.trackError();
    tracker.record(500);
    tracker.amend(500, 200);
    assertThat(tracker.isHealthy()).isTrue();
    tracker.amend(200, 500);
    assertThat(tracker.isHealthy()).isFalse();
  }

  @Test
  void anErrorThatWasForgottenIsTakenOffNoLaterOne() {
    tracker.trackError();
    tracker.updateHealthy(true);
    tracker.amend(500, 200);
    assertThat(tracker.snapshot().errorsInWindow()).isZero();
    tracker.trackError();
    assertThat(tracker.snapshot().errorsInWindow()).isEqualTo(1);
  }

  @Test
  void anErrorThatHasLeftTheWindowNeverMakesItNegative() {
    tracker.trackError();
    ticker.turn(Duration.ofHours(1));
    tracker.amend(500, 200);
    Snapshot now = tracker.snapshot();
    assertThat(now.errors()).isZero();
    assertThat(now.errorsInWindow()).isZero();
    assertThat(now.requests()).isEqualTo(1);
  }

  @Test
  void anErrorOfARequestThatHasLeftTheWindowIsARequestThere() {
    tracker.record(200);
    ticker.turn(Duration.ofHours(1));
    tracker.amend(200, 503);
    Snapshot now = tracker.snapshot();
    assertThat(now.requests()).isEqualTo(1);
    assertThat(now.errorsInWindow()).isEqualTo(1);
    assertThat(now.requestsInWindow()).isEqualTo(1);
  }
}
