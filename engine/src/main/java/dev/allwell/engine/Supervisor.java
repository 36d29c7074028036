package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps things running: one that fails is started anew, alone, after a pause that doubles from 100
/// ms to 10 s; one that fails more than five times within a minute is given up, which turns the
/// process's liveness bad. Its tree is there to be looked at.
public final class Supervisor implements AutoCloseable {
  static final int MOST_FAILURES = 5;
  static final Duration WITHIN = Duration.ofMinutes(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private final Loop loop;
  private final Ticker ticker;
  private final List<Child> children = new ArrayList<>();
  private boolean closed;

  /// @param loop runs restarts
  Supervisor(Loop loop, Ticker ticker) {
    this.loop = loop;
    this.ticker = ticker;
  }

  /// Starts a child and keeps it running.
  ///
  /// @param name where it stands in the tree, `lane/0`
  /// @param make a fresh one at each start
  public synchronized void supervise(String name, Supplier<? extends Supervised> make) {
    var child = new Child(name, make);
    children.add(child);
    child.start();
  }

  /// The children in the order in which they were started.
  public synchronized List<Standing> tree() {
    return children.stream().map(Child::standing).toList();
  }

  /// Whether no child was given up.
  public synchronized boolean alive() {
    return children.stream().noneMatch(child -> child.condition == Condition.GIVEN_UP);
  }

  /// Stops the children, last started first.
  @Override
  public void close() {
    List<Child> stopping;
    synchronized (this) {
      closed = true;
      stopping = List.copyOf(children).reversed();
    }
    stopping.forEach(Child::stop);
  }

  private synchronized void failed(Child child, int started, Throwable cause) {
    if (closed || child.starts != started) {
      return;
    }
    child.fail(cause);
    if (child.condition == Condition.GIVEN_UP) {
      log.error(
          "{} failed {} times within {}: given up", child.name, MOST_FAILURES + 1, WITHIN, cause);
      return;
    }
    long pause = child.pauseMillis();
    log.error("{} failed, restarting in {} ms", child.name, pause, cause);
    loop.after(Duration.ofMillis(pause).toNanos(), () -> restart(child));
  }

  private synchronized void restart(Child child) {
    if (!closed) {
      child.start();
    }
  }

  /// How a child fares.
  public enum Condition {
    RUNNING,
    /// It failed and will be started again after a pause.
    PAUSING,
    /// It failed too often.
    GIVEN_UP,
    STOPPED
  }

  /// One line of the tree.
  ///
  /// @param restarts since the program started
  /// @param lastError of the last failure; empty when there was none
  public record Standing(String name, Condition condition, int restarts, String lastError) {}

  private final class Child {
    private final String name;
    private final Supplier<? extends Supervised> make;
    private final Deque<Long> failures = new ArrayDeque<>();
    private Condition condition = Condition.STOPPED;
    private int starts;
    private String lastError = "";
    private @Nullable Supervised instance;

    private Child(String name, Supplier<? extends Supervised> make) {
      this.name = name;
      this.make = make;
    }

    private void start() {
      var fresh = make.get();
      instance = fresh;
      condition = Condition.RUNNING;
      int started = ++starts;
      fresh.start(cause -> loop.execute(() -> failed(this, started, cause)));
    }

    private void fail(Throwable cause) {
      long now = ticker.nanos();
      failures.addLast(now);
      failures.removeIf(at -> now - at > WITHIN.toNanos());
      lastError = cause.toString();
      condition = failures.size() > MOST_FAILURES ? Condition.GIVEN_UP : Condition.PAUSING;
      var failing = instance;
      if (failing != null) {
        failing.stop();
      }
    }

    private long pauseMillis() {
      long pause = FIRST_PAUSE.toMillis() << (failures.size() - 1);
      return Math.min(pause, LONGEST_PAUSE.toMillis());
    }

    private void stop() {
      var running = instance;
      condition = Condition.STOPPED;
      if (running != null) {
        running.stop();
      }
    }

    private Standing standing() {
      return new Standing(name, condition, starts - 1, lastError);
    }
  }
}
