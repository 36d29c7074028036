package dev.allwell.tracker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A service's own health, by how many of its requests failed of late. Any thread.
///
/// ```java
/// StatusCodeTracker tracker = StatusCodeTracker.create();
/// tracker.record(response.getStatus());       // after each request
/// HealthAnswer answer = tracker.health();     // when /health is asked
/// ```
///
/// Recording takes no lock, allocates nothing and never throws. It only counts: whether the service
/// is healthy is decided when somebody asks, and by a timer several times a window. Threads are
/// daemons and begin when they are first needed.
public final class StatusCodeTracker implements AutoCloseable {
  private static final Logger log = System.getLogger("dev.allwell.tracker");
  private static final long LONGEST_LOOK_MILLIS = 1_000;

  private final Builder settings;
  private final LongSupplier nanos;
  private final long beganNanos;
  private final Window window;
  private final Transitions transitions;
  private final Verdict verdict;
  private final @Nullable ExtraChecks extraChecks;
  private final ScheduledThreadPoolExecutor timer;
  private final AtomicBoolean watched = new AtomicBoolean();
  private volatile long watchNotBeforeNanos;

  private StatusCodeTracker(Builder settings) {
    this.settings = settings;
    this.nanos = settings.nanos;
    this.beganNanos = nanos.getAsLong();
    this.watchNotBeforeNanos = beganNanos;
    this.timer = Daemons.timer(settings.threads.apply("timer"));
    this.window = new Window(settings.window.toNanos(), nanos);
    this.transitions =
        new Transitions(
            settings.onUnhealthy,
            settings.onHealthy,
            settings.verbose,
            settings.threads.apply("transitions"));
    this.verdict =
        new Verdict(window, settings.errorThreshold, settings.keepUnhealthy, transitions::changed);
    this.extraChecks =
        settings.extraChecks == null
            ? null
            : new ExtraChecks(
                settings.extraChecks,
                settings.extraChecksTimeout,
                settings.verbose,
                nanos,
                settings.threads.apply("extra-checks"));
  }

  /// A tracker with all defaults.
  public static StatusCodeTracker create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Counts one finished request.
  ///
  /// @param status the status it was answered with; 500 to 599 is an error
  public void record(int status) {
    if (isError(status)) {
      trackError();
    } else {
      window.success();
    }
  }

  /// Counts one request that failed.
  public void trackError() {
    window.failure();
    if (!watched.get()) {
      watch();
    }
  }

  /// Corrects one request that was recorded before its final status was known, as when an error
  /// page turns a 500 into a 200. It stays one request.
  ///
  /// @param recorded the status that it was recorded with
  /// @param status the one it ended with
  public void amend(int recorded, int status) {
    boolean wasError = isError(recorded);
    if (wasError == isError(status)) {
      return;
    }
    if (wasError) {
      window.takeFailureBack();
    } else {
      window.takeSuccessBack();
      trackError();
    }
  }

  /// Whether the window holds as many errors as make the service unhealthy, whatever else is known.
  public boolean errorThresholdReached() {
    return verdict.thresholdReached();
  }

  /// Whether the service is healthy by its errors and by hand; extra checks are not asked.
  public boolean isHealthy() {
    return decide();
  }

  /// Whether a health check passes: healthy by its errors and by hand, and extra checks, if any,
  /// pass too. Extra checks are asked only if all else is well; that takes at most their timeout.
  public boolean healthCheckPass() {
    return decide() && !extraChecksFail();
  }

  /// What to answer to a health check; decided as by [#healthCheckPass()].
  public HealthAnswer health() {
    if (!decide()) {
      return new HealthAnswer(false, settings.unhealthyStatusCode, settings.unhealthyMessage);
    }
    if (extraChecksFail()) {
      return new HealthAnswer(
          false, settings.unhealthyStatusCode, settings.extraChecksErrorMessage);
    }
    return new HealthAnswer(true, 200, settings.healthyMessage);
  }

  /// Says by hand how the service is.
  ///
  /// @param healthy true makes it healthy, sticky or not, and lets the errors counted so far count
  ///   no more; false makes it unhealthy until true is said
  public void updateHealthy(boolean healthy) {
    verdict.say(healthy);
  }

  /// What was counted, and how healthy that makes the service.
  public Snapshot snapshot() {
    boolean healthy = decide();
    Window.Counts counts = window.counts();
    double errorRate = counts.requests() == 0 ? 0 : (double) counts.failures() / counts.requests();
    return new Snapshot(
        counts.requests(),
        counts.failures(),
        counts.requestsInWindow(),
        counts.failuresInWindow(),
        errorRate,
        Duration.ofNanos(nanos.getAsLong() - beganNanos),
        healthy);
  }

  /// Ends its threads. It goes on counting and answering, but tells no more changes and asks no
  /// more extra checks.
  @Override
  public void close() {
    timer.shutdownNow();
    transitions.close();
    if (extraChecks != null) {
      extraChecks.close();
    }
  }

  private static boolean isError(int status) {
    return status >= 500 && status <= 599;
  }

  private boolean extraChecksFail() {
    return extraChecks != null && extraChecks.failed();
  }

  private boolean decide() {
    boolean healthy = verdict.healthy();
    transitions.tellWhatWaits();
    return healthy;
  }

  /// Has the timer look from the first error on: before, there is nothing to decide. Where there is
  /// no thread for it, an error after a while tries again.
  @SuppressWarnings("FutureReturnValueIgnored") // it never ends, and what is thrown is logged
  private void watch() {
    long now = nanos.getAsLong();
    if (now - watchNotBeforeNanos < 0 || !watched.compareAndSet(false, true)) {
      return;
    }
    long millis = Math.min(settings.window.toMillis() / 4, LONGEST_LOOK_MILLIS);
    try {
      timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    } catch (RuntimeException | Error closedOrNoThread) {
      timer.getQueue().clear();
      watchNotBeforeNanos = now + TimeUnit.MILLISECONDS.toNanos(millis);
      watched.set(timer.isShutdown());
      log.log(Level.DEBUG, "no timer; health is decided when somebody asks", closedOrNoThread);
    }
  }

  private void look() {
    try {
      decide();
    } catch (RuntimeException | Error thrown) {
      log.log(Level.WARNING, "health could not be decided", thrown);
    }
  }

  /// The settings of a tracker, each with its default.
  public static final class Builder {
    public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(60);
    public static final int DEFAULT_ERROR_THRESHOLD = 10;
    public static final Duration DEFAULT_EXTRA_CHECKS_TIMEOUT = Duration.ofSeconds(1);
    public static final int DEFAULT_UNHEALTHY_STATUS_CODE = 503;
    public static final String DEFAULT_HEALTHY_MESSAGE = "OK";
    public static final String DEFAULT_UNHEALTHY_MESSAGE = "Service unhealthy due to many 5xx";
    public static final String DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE = "Extra checks failed";

    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(365);

    private Duration window = DEFAULT_WINDOW;
    private int errorThreshold = DEFAULT_ERROR_THRESHOLD;
    private boolean keepUnhealthy;
    private Runnable onUnhealthy = () -> {};
    private Runnable onHealthy = () -> {};
    private @Nullable BooleanSupplier extraChecks;
    private Duration extraChecksTimeout = DEFAULT_EXTRA_CHECKS_TIMEOUT;
    private int unhealthyStatusCode = DEFAULT_UNHEALTHY_STATUS_CODE;
    private boolean verbose;
    private String healthyMessage = DEFAULT_HEALTHY_MESSAGE;
    private String unhealthyMessage = DEFAULT_UNHEALTHY_MESSAGE;
    private String extraChecksErrorMessage = DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE;
    private LongSupplier nanos = System::nanoTime;
    private Function<String, ThreadFactory> threads = Daemons::named;

    private Builder() {}

    private Builder(Builder other) {
      window = other.window;
      errorThreshold = other.errorThreshold;
      keepUnhealthy = other.keepUnhealthy;
      onUnhealthy = other.onUnhealthy;
      onHealthy = other.keepUnhealthy ? () -> {} : other.onHealthy;
      extraChecks = other.extraChecks;
      extraChecksTimeout = other.extraChecksTimeout;
      unhealthyStatusCode = other.unhealthyStatusCode;
      verbose = other.verbose;
      healthyMessage = other.healthyMessage;
      unhealthyMessage = other.unhealthyMessage;
      extraChecksErrorMessage = other.extraChecksErrorMessage;
      nanos = other.nanos;
      threads = other.threads;
    }

    /// How long an error counts: at least this long, and at most a hundredth longer.
    ///
    /// @param window 100 ms to 365 days; 60 s unless set
    public Builder window(Duration window) {
      require(
          window.compareTo(SHORTEST_WINDOW) >= 0 && window.compareTo(LONGEST_WINDOW) <= 0,
          "window: " + window + ", expected 100 ms to 365 days");
      this.window = window;
      return this;
    }

    /// How many errors in the window make the service unhealthy.
    ///
    /// @param errorThreshold at least 1; 10 unless set
    public Builder errorThreshold(int errorThreshold) {
      require(errorThreshold >= 1, "errorThreshold: " + errorThreshold + ", expected at least 1");
      this.errorThreshold = errorThreshold;
      return this;
    }

    /// Whether the service, once unhealthy, stays so until
    /// [StatusCodeTracker#updateHealthy(boolean)] says otherwise. False unless set.
    public Builder keepUnhealthy(boolean keepUnhealthy) {
      this.keepUnhealthy = keepUnhealthy;
      return this;
    }

    /// Run once for each change to unhealthy, on a thread of the tracker.
    public Builder onUnhealthy(Runnable onUnhealthy) {
      this.onUnhealthy = Objects.requireNonNull(onUnhealthy, "onUnhealthy");
      return this;
    }

    /// Run once for each change back to healthy, on a thread of the tracker; never if
    /// [#keepUnhealthy(boolean)] is set.
    public Builder onHealthy(Runnable onHealthy) {
      this.onHealthy = Objects.requireNonNull(onHealthy, "onHealthy");
      return this;
    }

    /// Further checks, which say true, or throw, when they *fail*. Run on a thread of the tracker,
    /// one run at a time.
    public Builder extraChecks(BooleanSupplier extraChecks) {
      this.extraChecks = Objects.requireNonNull(extraChecks, "extraChecks");
      return this;
    }

    /// How long extra checks may take before they count as failed and are interrupted.
    ///
    /// @param extraChecksTimeout more than nothing; 1 s unless set
    public Builder extraChecksTimeout(Duration extraChecksTimeout) {
      require(
          !extraChecksTimeout.isNegative()
              && !extraChecksTimeout.isZero()
              && extraChecksTimeout.compareTo(LONGEST_WINDOW) <= 0,
          "extraChecksTimeout: " + extraChecksTimeout + ", expected more than 0, up to 365 days");
      this.extraChecksTimeout = extraChecksTimeout;
      return this;
    }

    /// The HTTP status of an unhealthy answer.
    ///
    /// @param unhealthyStatusCode 200 to 599; 503 unless set
    public Builder unhealthyStatusCode(int unhealthyStatusCode) {
      require(
          unhealthyStatusCode >= 200 && unhealthyStatusCode <= 599,
          "unhealthyStatusCode: " + unhealthyStatusCode + ", expected 200 to 599");
      this.unhealthyStatusCode = unhealthyStatusCode;
      return this;
    }

    /// Whether each change of health is logged (`System.Logger` `dev.allwell.tracker`). False
    /// unless set.
    public Builder verbose(boolean verbose) {
      this.verbose = verbose;
      return this;
    }

    /// What a healthy service answers. `OK` unless set.
    public Builder healthyMessage(String healthyMessage) {
      this.healthyMessage = Objects.requireNonNull(healthyMessage, "healthyMessage");
      return this;
    }

    /// What an unhealthy service answers.
    public Builder unhealthyMessage(String unhealthyMessage) {
      this.unhealthyMessage = Objects.requireNonNull(unhealthyMessage, "unhealthyMessage");
      return this;
    }

    /// What a service answers whose extra checks fail.
    public Builder extraChecksErrorMessage(String extraChecksErrorMessage) {
      this.extraChecksErrorMessage =
          Objects.requireNonNull(extraChecksErrorMessage, "extraChecksErrorMessage");
      return this;
    }

    /// Monotonic time in nanoseconds; `System::nanoTime` unless a test turns time by hand.
    public Builder ticker(LongSupplier nanos) {
      this.nanos = Objects.requireNonNull(nanos, "nanos");
      return this;
    }

    Builder threads(Function<String, ThreadFactory> threads) {
      this.threads = threads;
      return this;
    }

    public StatusCodeTracker build() {
      return new StatusCodeTracker(new Builder(this));
    }

    private static void require(boolean met, String message) {
      if (!met) {
        throw new IllegalArgumentException(message);
      }
    }
  }
}
