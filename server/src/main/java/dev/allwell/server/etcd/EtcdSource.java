package dev.allwell.server.etcd;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.allwell.clock.Ticker;
import dev.allwell.definition.Defaults;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OverloadedException;
import dev.allwell.engine.Registry;
import dev.allwell.model.Problem;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// etcd as a source: what its keys state is held against what the registry knows, and what differs
/// enters there. That is done whenever either changes, so that nothing depends on a change that was
/// told once: after an outage, a restart or a clash, the next comparison mends all.
///
/// While etcd is gone, what was known of it last holds. Two virtual threads, this one's and the
/// mirror's, which go on whatever is thrown.
public final class EtcdSource implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EtcdSource.class);

  /// How often is looked whether the registry knows something new.
  private static final Duration LOOK = Duration.ofMillis(100);

  /// Comparing may take a fifth of a core.
  private static final int SHARE = 5;

  private static final String UNWRITTEN = "etcd did not take what is to be written there";
  private static final Duration LONGEST_REST = Duration.ofMillis(400);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final EtcdSettings settings;
  private final Ticker ticker;
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Mirror mirror;
  private final Comparison comparison;
  private final ProblemLog told;
  private final Thread thread = Thread.ofVirtual().name("etcd-source").unstarted(this::run);
  private String failure = ""; // of the one thread

  /// Starts reading etcd. Never blocks: what was known of it before holds until it is read.
  ///
  /// @param defaults what a service gets whose keys cannot say it
  /// @param changed told what a comparison has changed, for a person; on a thread of this
  public static EtcdSource start(
      EtcdSettings settings,
      Defaults defaults,
      Registry registry,
      InstantSource clock,
      Ticker ticker,
      Consumer<String> changed) {
    var pace = new Pace(clock, ticker, Mirror.Rhythm.USUAL);
    return start(settings, defaults, registry, pace, changed);
  }

  static EtcdSource start(
      EtcdSettings settings,
      Defaults defaults,
      Registry registry,
      Pace pace,
      Consumer<String> changed) {
    var source = new EtcdSource(settings, defaults, registry, pace, changed);
    source.mirror.start();
    source.thread.start();
    return source;
  }

  /// By which clocks it goes, and how fast.
  record Pace(InstantSource wall, Ticker ticker, Mirror.Rhythm rhythm) {}

  private EtcdSource(
      EtcdSettings settings,
      Defaults defaults,
      Registry registry,
      Pace pace,
      Consumer<String> changed) {
    this.settings = settings;
    this.ticker = pace.ticker;
    this.told = new ProblemLog(ticker, log::warn);
    this.mirror = new Mirror(settings, pace.rhythm, pace.wall, ticker, news::release);
    this.comparison = new Comparison(settings, defaults, registry, mirror, pace.wall, changed);
  }

  /// How it stands. Any thread.
  public EtcdState state() {
    var picture = mirror.picture();
    var problems = comparison.problems();
    return new EtcdState(
        settings.addresses().stream().map(EtcdAddress::toString).toList(),
        settings.prefix(),
        mirror.state(),
        picture.map(Picture::revision).orElse(0L),
        picture.map(it -> it.keys().size()).orElse(0),
        comparison.stating(),
        problems.stream().limit(EtcdState.MOST_TOLD).map(Problem::toString).toList(),
        problems.size());
  }

  /// Whether it goes on. Any thread.
  public boolean alive() {
    return thread.isAlive() && mirror.alive();
  }

  private void run() {
    try {
      long rest = 0;
      while (!closing.await(rest, NANOSECONDS)) {
        boolean _ = news.tryAcquire(LOOK.toNanos(), NANOSECONDS);
        news.drainPermits();
        long began = ticker.nanos();
        boolean good = turn();
        long took = ticker.nanos() - began;
        rest =
            good
                ? Math.min(took * (SHARE - 1), LONGEST_REST.toNanos())
                : PAUSE_AFTER_FAILURE.toNanos();
        told.tell(comparison.problems());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whatever a key, the store or etcd brings about, the next turn comes.
  private boolean turn() throws InterruptedException {
    try {
      comparison.turn();
      failure = "";
      return true;
    } catch (EtcdTrouble e) {
      if (!failure.equals(UNWRITTEN)) {
        failure = UNWRITTEN;
        log.warn("{}: {}; it is tried again", UNWRITTEN, e.getMessage());
      }
    } catch (LedgerException | OverloadedException e) {
      failed("what etcd states could not be recorded: " + e.getMessage(), null);
    } catch (RuntimeException | Error e) {
      failed("comparing with what etcd states failed: " + e, e);
    }
    return false;
  }

  private void failed(String what, @Nullable Throwable fault) {
    if (!what.equals(failure)) {
      failure = what;
      log.error("{}; it is tried again", what, fault);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what it began at the registry is waited for
      }
    }
    mirror.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
