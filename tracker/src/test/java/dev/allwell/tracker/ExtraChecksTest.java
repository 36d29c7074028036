package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ExtraChecksTest {
  private static final HealthAnswer FAILED = new HealthAnswer(false, 503, "Extra checks failed");

  private static StatusCodeTracker tracker(BooleanSupplier checks, Duration timeout) {
    return StatusCodeTracker.builder()
        .extraChecks(checks)
        .extraChecksTimeout(timeout)
        .verbose(true)
        .build();
  }

  private static StatusCodeTracker patient(BooleanSupplier checks) {
    return tracker(checks, Duration.ofMinutes(2));
  }

  @Test
  void whatTheyFindIsTheAnswer() {
    AtomicBoolean failing = new AtomicBoolean(true);
    try (StatusCodeTracker tracker = patient(failing::get)) {
      assertThat(tracker.healthCheckPass()).isFalse();
      assertThat(tracker.health()).isEqualTo(FAILED);

      failing.set(false);

      assertThat(tracker.healthCheckPass()).isTrue();
      assertThat(tracker.health().message()).isEqualTo("OK");
    }
  }

  @Test
  void theirFailureChangesNeitherTheFlagNorWhatIsTold() {
    AtomicInteger told = new AtomicInteger();
    AtomicBoolean failing = new AtomicBoolean(true);
    try (StatusCodeTracker tracker =
        StatusCodeTracker.builder()
            .keepUnhealthy(true)
            .extraChecks(failing::get)
            .extraChecksTimeout(Duration.ofMinutes(2))
            .extraChecksErrorMessage("no disk")
            .onUnhealthy(told::incrementAndGet)
            .build()) {
      assertThat(tracker.health().message()).isEqualTo("no disk");
      assertThat(tracker.isHealthy()).isTrue();
      assertThat(tracker.snapshot().healthy()).isTrue();
      failing.set(false);

      assertThat(tracker.healthCheckPass()).as("nothing stuck").isTrue();
      assertThat(told).hasValue(0);
    }
  }

  @Test
  void theyAreNotAskedOnceTheThresholdHasTripped() {
    AtomicInteger asked = new AtomicInteger();
    try (StatusCodeTracker tracker = patient(() -> asked.incrementAndGet() < 0)) {
      assertThat(tracker.healthCheckPass()).isTrue();
      for (int i = 0; i < 10; i++) {
        tracker.trackError();
      }

      assertThat(tracker.health().message()).isEqualTo("Service unhealthy due to many 5xx");
      assertThat(tracker.isHealthy()).isFalse();
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void whatTheyThrowIsAFailure() {
    AtomicBoolean throwing = new AtomicBoolean(true);
    try (StatusCodeTracker tracker =
        patient(() -> {
          if (throwing.get()) {
            throw new StackOverflowError("on purpose");
          }
          return false;
        })) {
      assertThat(tracker.health()).isEqualTo(FAILED);
      throwing.set(false);

      assertThat(tracker.health().healthy()).isTrue();
    }
  }

  @Test
  void thoseThatHangFailAndAreInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (StatusCodeTracker tracker =
        tracker(
            () -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return false;
            },
            Duration.ofMillis(20))) {
      assertThat(tracker.health()).isEqualTo(FAILED);

      Patience.until("the interrupt", interrupted);
    }
  }

  @Test
  void thoseThatHangForGoodHoldOneThreadHoweverOftenHealthIsAsked() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (StatusCodeTracker tracker =
        tracker(
            () -> {
              if (asked.incrementAndGet() == 1) {
                Patience.uninterrupted(release);
              }
              return false;
            },
            Duration.ofMillis(20))) {
      Crowd.run(
          16,
          number -> {
            for (int i = 0; i < 100; i++) {
              assertThat(tracker.healthCheckPass()).isFalse();
            }
          });
      assertThat(asked).hasValue(1);
      Patience.until("one thread", () -> Threads.of("allwell-extra-checks") == 1);

      release.countDown();

      Patience.until("they pass again", tracker::healthCheckPass);
    }
  }

  @Test
  void thoseThatHangFailNoHealthCheckOnceTheTrackerIsClosed() {
    CountDownLatch release = new CountDownLatch(1);
    StatusCodeTracker tracker =
        tracker(
            () -> {
              Patience.uninterrupted(release);
              return false;
            },
            Duration.ofMillis(20));
    assertThat(tracker.healthCheckPass()).isFalse();

    tracker.close();

    assertThat(tracker.healthCheckPass()).isTrue();
    release.countDown();
  }

  @Test
  void thoseThatAskForHealthThemselvesFailWhenTheirTimeIsOver() {
    AtomicReference<StatusCodeTracker> itself = new AtomicReference<>();
    try (StatusCodeTracker tracker =
        tracker(
            () -> !Objects.requireNonNull(itself.get()).healthCheckPass(), Duration.ofMillis(20))) {
      itself.set(tracker);

      assertThat(tracker.health()).isEqualTo(FAILED);
    }
  }

  @Test
  void whoAsksWhileTheyRunGetsTheOutcomeOfThatRun() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger passed = new AtomicInteger();
    try (StatusCodeTracker tracker =
        patient(() -> {
          asked.incrementAndGet();
          begun.countDown();
          Patience.uninterrupted(release);
          return true;
        })) {
      Crowd.run(
          8,
          number -> {
            if (number == 0) {
              Patience.until("a run", begun);
              Patience.until("seven wait", () -> waiting() >= 7);
              release.countDown();
            } else if (tracker.healthCheckPass()) {
              passed.incrementAndGet();
            }
          });

      assertThat(passed).hasValue(0);
      assertThat(asked).hasValue(1);
    }
  }

  private static long waiting() {
    return Thread.getAllStackTraces().values().stream()
        .filter(stack ->
            java.util.Arrays.stream(stack)
                .anyMatch(frame ->
                    frame.getClassName().endsWith("ExtraChecks$Run")
                        && frame.getMethodName().equals("failed")))
        .count();
  }

  @Test
  void aCallerThatIsInterruptedIsToldThatTheyFailAndStaysInterrupted() {
    CountDownLatch release = new CountDownLatch(1);
    try (StatusCodeTracker tracker =
        patient(() -> {
          Patience.uninterrupted(release);
          return false;
        })) {
      Thread.currentThread().interrupt();

      assertThat(tracker.healthCheckPass()).isFalse();
      assertThat(Thread.interrupted()).isTrue();
      release.countDown();
    }
  }
}
