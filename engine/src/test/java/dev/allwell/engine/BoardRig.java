package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Change;
import dev.allwell.model.Permit;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import io.netty.util.concurrent.DefaultEventExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A board and a registry without lanes, for tests of what reads and writes them: every state can
/// be put up by hand, time stands still until it is turned, and the store fails on demand.
public final class BoardRig implements AutoCloseable {
  private final AtomicLong nanos = new AtomicLong(1);
  private final Shelf shelf = new Shelf();
  private final Board board = new Board(nanos::get);
  private final Registry registry;
  private final DefaultEventExecutor executor = new DefaultEventExecutor();
  private final Supervisor supervisor = new Supervisor(Loop.of(executor), nanos::get);
  private final OwnFaults ownFaults = new OwnFaults(nanos::get);
  private final List<LaneMeter> meters = List.of(new LaneMeter(), new LaneMeter());

  /// With a registry that runs.
  public BoardRig(InstantSource clock) {
    registry = new Registry(shelf, Registry.Remembered.of(shelf.load()), clock, board::apply);
    supervisor.supervise("registry", () -> Supervised.thread("registry", registry::run));
  }

  public Board board() {
    return board;
  }

  public Registry registry() {
    return registry;
  }

  public Views views() {
    return new Views(board);
  }

  /// Of a site with the usual conventions.
  public Aggregate aggregate(InstantSource clock) {
    return new Aggregate(board, registry, clock, Grouping.USUAL);
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  public OwnFaults ownFaults() {
    return ownFaults;
  }

  public List<LaneMeter> meters() {
    return meters;
  }

  /// A chronicle over this board and a store; it goes by real time.
  public Chronicle chronicle(Ledger ledger, Samples samples, Duration patience) {
    return new Chronicle(board, ledger, samples, Ticker.SYSTEM, patience);
  }

  /// Adds services, all in one batch.
  public void add(List<Service> services) {
    var changes = services.stream().<Change>map(Change.Put::new).toList();
    registry.submit(changes).toCompletableFuture().join();
  }

  /// Registers a service, as if it had done so itself.
  public void register(Service service) {
    var change = new Change.Register(service, Permit.ANY);
    registry.submit(List.of(change)).toCompletableFuture().join();
  }

  /// Removes a service of the API's.
  public void remove(String id) {
    registry.submit(List.of(new Change.Remove(id, Source.API))).toCompletableFuture().join();
  }

  /// Puts a state up, as the service's lane would.
  public void post(String id, State state) {
    Objects.requireNonNull(board.cell(id), id).post(state, nanos.get());
  }

  /// Has a check of it come to nothing, as its lane would.
  public void fail(String id, OwnFault fault) {
    Objects.requireNonNull(board.cell(id), id).fail(fault);
  }

  /// Lets monotonic time pass.
  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// From now on the store refuses with this; null mends it.
  public void storeFails(@Nullable LedgerException trouble) {
    shelf.trouble = trouble;
  }

  /// Holds the registry until what is returned is run: what is submitted meanwhile waits.
  public Runnable holdRegistry() {
    var held = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    registry.between(roster -> {
      reached.countDown();
      await(held);
    });
    await(reached);
    return held::countDown;
  }

  /// Adds a child that no longer runs: liveness is bad.
  public void loseAChild(String name) {
    supervisor.watch(name, () -> false);
  }

  /// What a lane counts over one check, with two skipped beats, a retry and a sink's fault.
  public void meter(int lane, Duration lateness, Duration duration) {
    var meter = meters.get(lane);
    meter.lateness().record(lateness.toNanos());
    meter.duration().record(duration.toNanos());
    meter.skip(2);
    meter.retry();
    meter.sinkFailed();
    meter.gauges(new LaneMeter.Gauges(7, 3, 1, 2));
  }

  @Override
  public void close() {
    supervisor.close();
    executor.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A ledger that keeps nothing and fails when told to.
  private static final class Shelf implements Ledger {
    private volatile @Nullable LedgerException trouble;

    @Override
    public Book load() {
      return new Book(List.of(), Map.of(), 1);
    }

    @Override
    public void record(List<Entry> entries) {
      var refusal = trouble;
      if (refusal != null) {
        throw refusal;
      }
    }

    @Override
    public void turn(Turn turn) {}

    @Override
    public List<Stretch> stretches(long number, int limit) {
      return List.of();
    }

    @Override
    public void close() {}
  }
}
