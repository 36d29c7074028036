package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps things running: one that fails is started anew, alone, after a pause that doubles from 100
/// ms to 10 s; one that fails more than ten times within two minutes is given up, which turns the
/// process's liveness bad. Its tree is there to be looked at.
///
/// After its first start a child is handled on the supervisor's loop alone; readers never wait.
public final class Supervisor implements AutoCloseable {
  static final int MOST_FAILURES = 10;
  static final Duration WITHIN = Duration.ofMinutes(2);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private final Loop loop;
  private final Ticker ticker;
  private final List<Child> children = new CopyOnWriteArrayList<>();
  private final List<Watched> watched = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  /// @param loop runs restarts
  Supervisor(Loop loop, Ticker ticker) {
    this.loop = loop;
    this.ticker = ticker;
  }

  /// Starts a child and keeps it running. By whoever wires, one child after another.
  ///
  /// @param name where it stands in the tree, `lane/0`
  /// @param make a fresh one at each start
  public void supervise(String name, Supplier<? extends Supervised> make) {
    var child = new Child(name, make);
    children.add(child);
    child.start();
  }

  /// Shows something in the tree that keeps itself running; when it no longer does, it counts as
  /// given up. By whoever wires.
  ///
  /// @param alive asked by any thread, must not block
  public void watch(String name, BooleanSupplier alive) {
    watched.add(new Watched(name, alive));
  }

  /// The children in the order in which they were started, then what is only watched. Any thread.
  public List<Standing> tree() {
    return Stream.concat(
            children.stream().map(child -> child.standing), watched.stream().map(Watched::standing))
        .toList();
  }

  /// Whether none was given up. Any thread.
  public boolean alive() {
    return tree().stream().noneMatch(one -> one.condition == Condition.GIVEN_UP);
  }

  /// Stops the children, last started first; none is started again.
  @Override
  public void close() {
    closed = true;
    List.copyOf(children).reversed().forEach(Child::stop);
  }

  private void failed(Child child, int start, Throwable cause) {
    if (closed || child.starts != start) {
      return;
    }
    var condition = child.fail(cause);
    if (condition == Condition.GIVEN_UP) {
      log.error(
          "{} failed more than {} times within {}: given up",
          child.name,
          MOST_FAILURES,
          WITHIN,
          cause);
      return;
    }
    var pause = child.pause();
    log.error("{} failed, restarting in {} ms", child.name, pause.toMillis(), cause);
    loop.after(pause.toNanos(), () -> restart(child));
  }

  private void restart(Child child) {
    if (closed) {
      return;
    }
    child.start();
    if (closed) {
      child.stop();
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

  private record Watched(String name, BooleanSupplier alive) {
    Standing standing() {
      var condition = alive.getAsBoolean() ? Condition.RUNNING : Condition.GIVEN_UP;
      return new Standing(name, condition, 0, "");
    }
  }

  private final class Child {
    private final String name;
    private final Supplier<? extends Supervised> make;
    private final Deque<Long> failures = new ArrayDeque<>();
    private volatile Standing standing;
    private volatile int starts;
    private volatile @Nullable Supervised instance;

    private Child(String name, Supplier<? extends Supervised> make) {
      this.name = name;
      this.make = make;
      this.standing = new Standing(name, Condition.STOPPED, 0, "");
    }

    /// One that cannot even be started has failed like any other.
    private void start() {
      int start = starts + 1;
      starts = start;
      stand(Condition.RUNNING, standing.lastError);
      try {
        var fresh = make.get();
        instance = fresh;
        fresh.start(cause -> loop.execute(() -> failed(this, start, cause)));
      } catch (RuntimeException | Error e) {
        loop.execute(() -> failed(this, start, e));
      }
    }

    private Condition fail(Throwable cause) {
      long now = ticker.nanos();
      failures.addLast(now);
      failures.removeIf(at -> now - at > WITHIN.toNanos());
      var condition = failures.size() > MOST_FAILURES ? Condition.GIVEN_UP : Condition.PAUSING;
      stand(condition, cause.toString());
      stopInstance();
      return condition;
    }

    private Duration pause() {
      var pause = FIRST_PAUSE.multipliedBy(1L << (failures.size() - 1));
      return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void stop() {
      stand(Condition.STOPPED, standing.lastError);
      stopInstance();
    }

    private void stopInstance() {
      var running = instance;
      if (running != null) {
        running.stop();
      }
    }

    private void stand(Condition condition, String lastError) {
      standing = new Standing(name, condition, Math.max(0, starts - 1), lastError);
    }
  }
}
