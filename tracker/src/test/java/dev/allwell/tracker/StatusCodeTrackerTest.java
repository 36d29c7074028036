package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusCodeTrackerTest {
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration HEALED = Duration.ofMillis(60_600);

  private final TurnedTicker ticker = new TurnedTicker(-5);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final List<StatusCodeTracker> opened = new ArrayList<>();

  private StatusCodeTracker.Builder telling() {
    return StatusCodeTracker.builder()
        .ticker(ticker)
        .onUnhealthy(() -> told.add("unhealthy"))
        .onHealthy(() -> told.add("healthy"));
  }

  private StatusCodeTracker open(StatusCodeTracker.Builder builder) {
    StatusCodeTracker tracker = builder.build();
    opened.add(tracker);
    return tracker;
  }

  private static StatusCodeTracker madeBy(ClassLoader host, Supplier<StatusCodeTracker> making) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(host);
    try {
      return making.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void fail(StatusCodeTracker tracker, int times) {
    for (int i = 0; i < times; i++) {
      tracker.trackError();
    }
  }

  @AfterEach
  void close() {
    opened.forEach(StatusCodeTracker::close);
  }

  @Nested
  class Counting {
    @ParameterizedTest
    @CsvSource({
      "100,0", "200,0", "302,0", "404,0", "499,0", "500,1", "503,1", "599,1", "600,0", "-1,0"
    })
    void onlyFiveHundredsAreErrors(int status, long errors) {
      StatusCodeTracker tracker = open(telling());
      tracker.record(status);

      assertThat(tracker.snapshot().requests()).isEqualTo(1);
      assertThat(tracker.snapshot().errors()).isEqualTo(errors);
    }

    @Test
    void theSnapshotTellsAll() {
      StatusCodeTracker tracker = open(telling());
      tracker.record(500);
      ticker.turn(HEALED);
      tracker.record(200);
      tracker.trackError();
      tracker.record(200);

      assertThat(tracker.snapshot()).isEqualTo(new Snapshot(4, 2, 3, 1, 0.5, HEALED, true));
    }

    @Test
    void withoutRequestsTheRateIsZero() {
      assertThat(open(telling()).snapshot())
          .isEqualTo(new Snapshot(0, 0, 0, 0, 0, Duration.ZERO, true));
    }
  }

  @Nested
  class WithDefaults {
    @Test
    void nineErrorsAreHealthyAndTenAreNot() {
      StatusCodeTracker tracker = open(telling());
      fail(tracker, 9);
      assertThat(tracker.errorThresholdReached()).isFalse();
      assertThat(tracker.isHealthy()).isTrue();
      assertThat(tracker.healthCheckPass()).isTrue();
      assertThat(tracker.health()).isEqualTo(new HealthAnswer(true, 200, "OK"));

      fail(tracker, 1);

      assertThat(tracker.errorThresholdReached()).isTrue();
      assertThat(tracker.isHealthy()).isFalse();
      assertThat(tracker.healthCheckPass()).isFalse();
      assertThat(tracker.health())
          .isEqualTo(new HealthAnswer(false, 503, "Service unhealthy due to many 5xx"));
      assertThat(tracker.snapshot().healthy()).isFalse();
    }

    @Test
    void itHealsByItselfAfterTheWindow() throws Exception {
      StatusCodeTracker tracker = open(telling());
      fail(tracker, 10);
      assertThat(tracker.isHealthy()).isFalse();
      ticker.turn(WINDOW.minusNanos(1));
      assertThat(tracker.isHealthy()).isFalse();

      ticker.turn(Duration.ofMillis(601));

      assertThat(tracker.isHealthy()).isTrue();
      assertThat(Patience.next(told)).isEqualTo("unhealthy");
      assertThat(Patience.next(told)).isEqualTo("healthy");
      assertThat(told).isEmpty();
    }

    @Test
    void aTrackerOfDefaultsCountsInRealTime() {
      try (StatusCodeTracker tracker = StatusCodeTracker.create()) {
        fail(tracker, 10);

        assertThat(tracker.health().status()).isEqualTo(503);
        assertThat(tracker.snapshot().uptime()).isPositive();
      }
    }
  }

  @Nested
  class WhenSticky {
    @Test
    void itStaysUnhealthyUntilSomebodySaysOtherwise() throws Exception {
      StatusCodeTracker tracker = open(telling().keepUnhealthy(true));
      fail(tracker, 10);
      assertThat(tracker.isHealthy()).isFalse();
      ticker.turn(Duration.ofDays(7));
      assertThat(tracker.errorThresholdReached()).isFalse();
      assertThat(tracker.isHealthy()).isFalse();

      tracker.updateHealthy(true);

      assertThat(tracker.isHealthy()).isTrue();
      assertThat(Patience.next(told)).isEqualTo("unhealthy");
    }

    @Test
    void beingHealthyAgainIsNeverToldBack() throws Exception {
      StatusCodeTracker tracker = open(telling().keepUnhealthy(true));
      fail(tracker, 10);
      assertThat(tracker.isHealthy()).isFalse();
      tracker.updateHealthy(true);
      tracker.updateHealthy(false);

      assertThat(Patience.next(told)).isEqualTo("unhealthy");
      assertThat(Patience.next(told)).as("no word of health between").isEqualTo("unhealthy");
    }

    @Test
    void aBurstThatNobodyAskedAboutIsSeenByTheTimer() throws Exception {
      // the ticker stands still, so only the timer's own rhythm counts
      StatusCodeTracker tracker =
          open(telling().keepUnhealthy(true).window(Duration.ofMillis(100)));
      fail(tracker, 10);

      assertThat(Patience.next(told)).isEqualTo("unhealthy");
      ticker.turn(Duration.ofHours(1));
      assertThat(tracker.isHealthy()).isFalse();
    }
  }

  @Nested
  class ByHand {
    @Test
    void healthyForgetsTheErrorsSoFar() {
      StatusCodeTracker tracker = open(telling());
      fail(tracker, 10);
      tracker.updateHealthy(true);

      assertThat(tracker.isHealthy()).isTrue();
      assertThat(tracker.errorThresholdReached()).isFalse();
      assertThat(tracker.snapshot().errors()).as("the total").isEqualTo(10);
      fail(tracker, 9);
      assertThat(tracker.isHealthy()).isTrue();
      fail(tracker, 1);
      assertThat(tracker.isHealthy()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void unhealthyLastsUntilHealthyIsSaid(boolean sticky) throws Exception {
      StatusCodeTracker tracker = open(telling().keepUnhealthy(sticky));
      tracker.updateHealthy(false);
      ticker.turn(Duration.ofDays(1));

      assertThat(tracker.isHealthy()).isFalse();
      assertThat(tracker.health().status()).isEqualTo(503);
      tracker.updateHealthy(true);
      assertThat(tracker.isHealthy()).isTrue();
      assertThat(Patience.next(told)).isEqualTo("unhealthy");
      if (!sticky) {
        assertThat(Patience.next(told)).isEqualTo("healthy");
      }
    }

    @Test
    void whatIsSaidTwiceIsToldOnce() throws Exception {
      StatusCodeTracker tracker = open(telling());
      tracker.updateHealthy(true);
      tracker.updateHealthy(false);
      tracker.updateHealthy(false);
      fail(tracker, 10);
      assertThat(tracker.isHealthy()).isFalse();
      tracker.updateHealthy(true);
      tracker.updateHealthy(true);

      assertThat(Patience.next(told)).isEqualTo("unhealthy");
      assertThat(Patience.next(told)).isEqualTo("healthy");
      tracker.close();
      assertThat(told).isEmpty();
    }
  }

  @Nested
  class Callbacks {
    @Test
    void areRunOnceForEachChangeInOrderHoweverManyThreadsFlip() throws Exception {
      List<String> heard = Collections.synchronizedList(new ArrayList<>());
      AtomicInteger changes = new AtomicInteger();
      Window window = new Window(1_000_000, ticker);
      Transitions transitions =
          new Transitions(
              () -> heard.add("unhealthy"),
              () -> heard.add("healthy"),
              false,
              Daemons.named("transitions"));
      Verdict verdict =
          new Verdict(
              window,
              1,
              false,
              () -> {
                changes.incrementAndGet();
                transitions.changed();
              });
      Crowd.run(
          16,
          number -> {
            for (int i = 0; i < 2_000; i++) {
              switch ((i + number) % 4) {
                case 0 -> window.failure();
                case 1 -> ticker.turn(600_000);
                case 2 -> verdict.say(i % 3 == 0);
                default -> verdict.healthy();
              }
            }
          });
      verdict.say(true);

      Patience.until("all are told", () -> heard.size() >= changes.get());
      transitions.close();
      assertThat(changes.get()).isPositive().isEven();
      assertThat(heard).hasSize(changes.get());
      for (int i = 0; i < heard.size(); i++) {
        assertThat(heard.get(i)).as("change %d", i).isEqualTo(i % 2 == 0 ? "unhealthy" : "healthy");
      }
    }

    @Test
    void runOnAThreadOfTheTracker() throws Exception {
      BlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
      StatusCodeTracker tracker =
          open(telling().onUnhealthy(() -> ran.add(Thread.currentThread())));
      tracker.updateHealthy(false);
      Thread thread = Patience.next(ran);

      assertThat(thread).isNotSameAs(Thread.currentThread());
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getName()).isEqualTo("allwell-transitions");
    }

    @Test
    void seeTheClassesOfWhoeverMadeTheTracker() throws Exception {
      BlockingQueue<ClassLoader> seen = new LinkedBlockingQueue<>();
      Runnable see = () -> seen.add(Thread.currentThread().getContextClassLoader());
      StatusCodeTracker.Builder builder =
          telling()
              .onUnhealthy(see)
              .extraChecks(() -> {
                see.run();
                return false;
              });
      try (URLClassLoader application = new URLClassLoader(new URL[0])) {
        StatusCodeTracker tracker = madeBy(application, () -> open(builder));
        assertThat(tracker.healthCheckPass()).isTrue();
        tracker.updateHealthy(false);

        assertThat(Patience.next(seen)).as("extra checks").isSameAs(application);
        assertThat(Patience.next(seen)).as("a callback").isSameAs(application);
      }
    }

    @Test
    void oneThatThrowsDoesNotKeepTheNextBack() throws Exception {
      StatusCodeTracker tracker =
          open(
              telling()
                  .verbose(true)
                  .onUnhealthy(() -> {
                    throw new AssertionError("on purpose");
                  }));
      tracker.updateHealthy(false);
      tracker.updateHealthy(true);

      assertThat(Patience.next(told)).isEqualTo("healthy");
    }

    @Test
    void oneThatHangsHoldsUpNobodyAndTheOthersFollowWhenItIsDone() throws Exception {
      CountDownLatch hanging = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      StatusCodeTracker tracker =
          open(
              telling()
                  .onUnhealthy(() -> {
                    hanging.countDown();
                    try {
                      release.await();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                    told.add("unhealthy");
                  }));
      tracker.updateHealthy(false);
      Patience.until("it hangs", hanging);
      for (int i = 0; i < 100_000; i++) {
        tracker.record(500);
        tracker.updateHealthy(true);
        tracker.updateHealthy(false);
      }
      assertThat(tracker.health().healthy()).isFalse();
      assertThat(told).isEmpty();

      release.countDown();

      for (int i = 0; i < 100_000; i++) {
        assertThat(Patience.next(told)).isEqualTo("unhealthy");
        assertThat(Patience.next(told)).isEqualTo("healthy");
      }
      assertThat(Patience.next(told)).isEqualTo("unhealthy");
    }
  }

  @Nested
  class WithoutThreads {
    private final AtomicBoolean exhausted = new AtomicBoolean(true);
    private final AtomicInteger refused = new AtomicInteger();

    private ThreadFactory scarce(String name) {
      ThreadFactory threads = Daemons.named(name);
      return task -> {
        if (exhausted.get()) {
          refused.incrementAndGet();
          throw new OutOfMemoryError("unable to create native thread, on purpose");
        }
        return threads.newThread(task);
      };
    }

    @Test
    void aChangeIsToldWhenHealthIsAskedForAndThereIsAThreadAgain() throws Exception {
      StatusCodeTracker tracker = open(telling().threads(this::scarce));
      fail(tracker, 10);
      assertThat(tracker.health().status()).isEqualTo(503);
      exhausted.set(false);

      assertThat(tracker.health().status()).isEqualTo(503);

      assertThat(Patience.next(told)).isEqualTo("unhealthy");
    }

    @Test
    void theTimerLooksOnceThereIsAThreadAgain() throws Exception {
      StatusCodeTracker tracker =
          open(telling().window(Duration.ofMillis(400)).threads(this::scarce));
      fail(tracker, 1_000);
      assertThat(refused).as("tries, however many errors").hasValue(1);
      exhausted.set(false);
      ticker.turn(Duration.ofMillis(100));

      fail(tracker, 1);

      assertThat(Patience.next(told)).isEqualTo("unhealthy");
    }
  }

  @Nested
  class Closed {
    @Test
    void itGoesOnCountingAndAnswering() {
      StatusCodeTracker tracker = open(telling().extraChecks(() -> true));
      tracker.close();
      assertThat(tracker.healthCheckPass()).as("extra checks are asked no more").isTrue();

      fail(tracker, 10);

      assertThat(tracker.health().status()).isEqualTo(503);
      tracker.close();
      assertThat(told).isEmpty();
    }

    @Test
    void itTellsNoChangeThatWaitsBehindACallback() throws Exception {
      CountDownLatch hanging = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      StatusCodeTracker tracker =
          open(
              telling()
                  .onUnhealthy(() -> {
                    told.add("unhealthy");
                    hanging.countDown();
                    Patience.uninterrupted(release);
                  }));
      tracker.updateHealthy(false);
      Patience.until("it hangs", hanging);
      tracker.updateHealthy(true);
      tracker.updateHealthy(false);

      tracker.close();
      release.countDown();

      Patience.until("its thread ends", () -> Threads.of("allwell-transitions") == 0);
      assertThat(told).containsExactly("unhealthy");
    }

    @Test
    void byItsOwnCallbackItEndsAsWell() {
      AtomicReference<StatusCodeTracker> itself = new AtomicReference<>();
      CountDownLatch closed = new CountDownLatch(1);
      StatusCodeTracker tracker =
          open(
              telling()
                  .onUnhealthy(() -> {
                    Objects.requireNonNull(itself.get()).close();
                    closed.countDown();
                  }));
      itself.set(tracker);
      tracker.updateHealthy(false);

      Patience.until("it has closed itself", () -> closed.getCount() == 0);
      assertThat(tracker.health().status()).isEqualTo(503);
      Patience.until("its thread ends", () -> Threads.of("allwell-transitions") == 0);
    }

    @Test
    void itLeavesNoThread() throws Exception {
      CountDownLatch heard = new CountDownLatch(1);
      StatusCodeTracker tracker =
          open(telling().extraChecks(() -> false).onUnhealthy(heard::countDown));
      assertThat(tracker.healthCheckPass()).isTrue();
      fail(tracker, 10);
      assertThat(tracker.healthCheckPass()).isFalse();
      Patience.until("the callback", heard);
      assertThat(Threads.ofTrackers()).isNotEmpty();

      tracker.close();

      Patience.until("threads end", () -> Threads.ofTrackers().isEmpty());
    }

    @Test
    void withoutAnErrorThereNeverWasAThread() {
      StatusCodeTracker tracker = open(telling());
      tracker.record(200);

      assertThat(tracker.health().healthy()).isTrue();
      Patience.until("those of other tests end", () -> Threads.ofTrackers().isEmpty());
    }
  }

  @Nested
  class Settings {
    @Test
    void areAllTaken() {
      StatusCodeTracker tracker =
          open(
              telling()
                  .window(Duration.ofSeconds(1))
                  .errorThreshold(1)
                  .unhealthyStatusCode(500)
                  .unhealthyMessage("sick")
                  .healthyMessage("well"));
      assertThat(tracker.health()).isEqualTo(new HealthAnswer(true, 200, "well"));
      tracker.trackError();
      assertThat(tracker.health()).isEqualTo(new HealthAnswer(false, 500, "sick"));

      ticker.turn(Duration.ofMillis(1_010));

      assertThat(tracker.isHealthy()).isTrue();
    }

    @Test
    void ofABuilderThatIsUsedOnDoNotReachBack() {
      StatusCodeTracker.Builder builder = telling().errorThreshold(2);
      StatusCodeTracker tracker = open(builder);
      builder.errorThreshold(1).unhealthyMessage("other");
      tracker.trackError();
      assertThat(tracker.isHealthy()).isTrue();
      tracker.trackError();

      assertThat(tracker.health().message()).isEqualTo("Service unhealthy due to many 5xx");
    }

    @Test
    void thatAreWrongAreNamed() {
      StatusCodeTracker.Builder builder = StatusCodeTracker.builder();
      assertThatThrownBy(() -> builder.window(Duration.ofMillis(99)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("window: PT0.099S, expected 100 ms to 365 days");
      assertThatThrownBy(() -> builder.window(Duration.ofDays(366)))
          .hasMessage("window: PT8784H, expected 100 ms to 365 days");
      assertThatThrownBy(() -> builder.errorThreshold(0))
          .hasMessage("errorThreshold: 0, expected at least 1");
      assertThatThrownBy(() -> builder.unhealthyStatusCode(600))
          .hasMessage("unhealthyStatusCode: 600, expected 200 to 599");
      assertThatThrownBy(() -> builder.extraChecksTimeout(Duration.ZERO))
          .hasMessage("extraChecksTimeout: PT0S, expected more than 0, up to 365 days");
    }
  }
}
