package dev.allwell.engine;

import dev.allwell.clock.Pulse;
import dev.allwell.clock.Ticker;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.model.Conventions;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Registration;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.probe.Prober;
import dev.allwell.probe.Trace;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// The flow from change to board, wired and running: registry, lanes, judge, board, sinks.
///
/// Starting reads what ledger and samples remember and puts it on the board, stale where it is too
/// old. Closing stops the flow and its event loops; the ports are their owner's to close.
public final class Engine implements AutoCloseable {
  private final Ports ports;
  private final Clocks clocks;
  private final Settings settings;
  private final Grouping grouping;
  private final OwnFaults ownFaults;
  private final Board board;
  private final Views views;
  private final LaneLoops loops;
  private final List<LaneMeter> meters;
  private final EventExecutor attendant =
      new DefaultEventExecutor(new DefaultThreadFactory("supervisor"));
  private final Supervisor supervisor;
  private final Registry registry;
  private final Tripper tripper;
  private final Lanes lanes;

  /// What stands around the engine.
  ///
  /// @param guard stands between every name and every connect
  /// @param egress how sockets are opened
  /// @param sinks told of each judgement, after the engine's own recorder
  public record Ports(
      Ledger ledger, Samples samples, Guard guard, Egress.Settings egress, List<Sink> sinks) {
    public Ports {
      sinks = List.copyOf(sinks);
    }
  }

  /// Both kinds of time.
  public record Clocks(Ticker ticker, InstantSource wall) {
    public static final Clocks SYSTEM = new Clocks(Ticker.SYSTEM, InstantSource.system());
  }

  /// How it behaves.
  ///
  /// @param concurrency attempts in flight at once over all lanes; at least 1. There is a lane a
  ///   processor, but no more lanes than this, since each needs a place
  /// @param canaries places that must be reachable while our own network is well; with none, what
  ///   cannot be reached is always held against the target
  /// @param conventions by which services are taken together
  public record Settings(int concurrency, List<Endpoint> canaries, Conventions conventions) {
    public Settings {
      canaries = List.copyOf(canaries);
      if (concurrency < 1) {
        throw new IllegalArgumentException("concurrency: " + concurrency + " is not 1 or more");
      }
    }

    /// With the usual conventions.
    public Settings(int concurrency, List<Endpoint> canaries) {
      this(concurrency, canaries, Conventions.USUAL);
    }
  }

  /// As the other, without canaries.
  public static Engine start(Ports ports, Clocks clocks, int concurrency) {
    return start(ports, clocks, new Settings(concurrency, List.of()));
  }

  /// Reads what is remembered and starts.
  ///
  /// @throws LedgerException when ledger or samples cannot be read
  public static Engine start(Ports ports, Clocks clocks, Settings settings) {
    return new Engine(ports, clocks, settings);
  }

  private Engine(Ports ports, Clocks clocks, Settings settings) {
    this.settings = settings;
    this.grouping = Grouping.of(settings.conventions);
    this.ownFaults = new OwnFaults(clocks.ticker);
    this.ports = ports;
    this.clocks = clocks;
    this.board = new Board(clocks.ticker);
    this.views = new Views(board);
    var remembered = restore();
    var recorder = new Recorder(ports.ledger, ports.samples);
    var sinks = new ArrayList<Sink>(List.of(recorder));
    sinks.addAll(ports.sinks);
    this.tripper = new Tripper(board, clocks.ticker, clocks.wall, grouping);
    sinks.add(tripper);

    int count = Math.min(Runtime.getRuntime().availableProcessors(), settings.concurrency);
    this.loops = new LaneLoops(count, ports.guard, ports.egress, clocks.ticker);
    this.meters = IntStream.range(0, count).mapToObj(i -> new LaneMeter()).toList();
    var rhythm = new Rhythm(clocks.ticker.nanos());
    this.lanes = new Lanes(count, board, index -> lane(index, sinks, rhythm));

    this.registry =
        new Registry(
            ports.ledger,
            remembered,
            clocks.wall,
            difference -> {
              var placement = board.apply(difference);
              lanes.apply(placement);
              recorder.apply(difference);
            });

    this.supervisor = new Supervisor(Loop.of(attendant), clocks.ticker);
    supervisor.supervise("registry", () -> Supervised.thread("registry", registry::run));
    for (int i = 0; i < lanes.count(); i++) {
      int index = i;
      supervisor.supervise("lane/" + index, () -> lanes.renew(index, registry));
    }
    supervisor.supervise(
        "tripper", () -> Supervised.thread("tripper", () -> tripper.run(registry)));
    var sweeper = new Sweeper(board, clocks.ticker, clocks.wall, sinks);
    supervisor.supervise("sweeper", () -> Supervised.thread("sweeper", sweeper::run));
  }

  private Lane lane(int index, List<Sink> sinks, Rhythm rhythm) {
    var loop = Loop.of(loops.loop(index));
    var prober = loops.prober(index);
    var inquiry = inquiry(loop, prober, loops.egress(index));
    var equipment = new Lane.Equipment(loop, prober, inquiry, clocks.ticker, clocks.wall, sinks);
    int places = Berths.share(settings.concurrency, loops.count(), index);
    return new Lane(equipment, rhythm, places, meters.get(index));
  }

  private Inquiry inquiry(Loop loop, Prober prober, Egress egress) {
    int canaries = settings.canaries.size();
    return new Inquiry(
        new Pulse(clocks.ticker, clocks.wall, Pulse.PAUSE_NANOS, ownFaults),
        new Witness(
            new Canaries(settings.canaries, prober),
            loop,
            clocks.ticker,
            silent -> {
              if (silent) {
                ownFaults.cutOff(canaries);
              } else {
                ownFaults.reconnected();
              }
            }),
        new Witness(egress::askNameServers, loop, clocks.ticker, silent -> {}),
        ownFaults);
  }

  /// Puts up what is remembered. Ledger and samples are read side by side; ticks that belong to no
  /// service (it was removed just before the end) are forgotten, unless damage may be the reason.
  private Registry.Remembered restore() {
    var reading =
        CompletableFuture.supplyAsync(
            ports.samples::load, task -> Thread.ofPlatform().name("samples-load").start(task));
    var book = ports.ledger.load();
    var tallies = new HashMap<>(tallies(reading));
    var now = clocks.wall.instant();
    var registry = Registry.Remembered.of(book);
    var roster = registry.roster();
    // a sorted map takes what comes in its order several times as fast
    roster.all().stream()
        .sorted(Comparator.comparing(Registration::id))
        .forEach(known -> board.restore(known, remembered(known, book, tallies), now));
    roster.shadowed().forEach(known -> board.shelve(known, remembered(known, book, tallies)));
    if (book.intact()) {
      tallies.keySet().stream()
          .filter(number -> number < book.nextNumber())
          .forEach(ports.samples::forget);
    }
    return registry;
  }

  private static State remembered(
      Registration registration, Ledger.Book book, Map<Long, Tally> tallies) {
    var judged = book.verdicts().getOrDefault(registration.number(), State.NEW);
    var tally = tallies.remove(registration.number());
    return new State(
        judged.verdict(),
        tally == null ? Tally.EMPTY : tally,
        judged.reportOrNull(),
        null,
        "",
        judged.severity());
  }

  private static Map<Long, Tally> tallies(CompletableFuture<Map<Long, Tally>> reading) {
    try {
      return reading.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  public Board board() {
    return board;
  }

  public Views views() {
    return views;
  }

  /// What services come to together.
  public Aggregate aggregate() {
    return new Aggregate(board, registry, clocks.wall, grouping);
  }

  /// How many sticky categories were found bad since the start, and disabled.
  public long trips() {
    return tripper.trips();
  }

  public Registry registry() {
    return registry;
  }

  public Supervisor supervisor() {
    return supervisor;
  }

  /// One a lane, by its index.
  public List<LaneMeter> meters() {
    return meters;
  }

  /// What was wrong with us and not with a target.
  public OwnFaults ownFaults() {
    return ownFaults;
  }

  /// One service by its name, as it stands now.
  public Optional<BoardEntry> byName(String name) {
    return registry.roster().byName(name).flatMap(known -> board.byId(known.id()));
  }

  /// Checks a service now, or joins the check under way. Never blocks; any thread.
  ///
  /// @return how it stands afterwards; empty when there is no such service (any more)
  public CompletionStage<Optional<BoardEntry>> checkNow(String id) {
    var cell = board.cell(id);
    if (cell == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var answer = new CompletableFuture<Optional<BoardEntry>>();
    lanes.checkNow(cell, () -> answer.completeAsync(() -> board.byId(id)));
    return answer;
  }

  /// As [#checkNow], but a check that begins so makes one attempt, whatever it comes to.
  public CompletionStage<Optional<BoardEntry>> checkOnce(String id) {
    var cell = board.cell(id);
    if (cell == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var answer = new CompletableFuture<Optional<BoardEntry>>();
    lanes.checkOnce(cell, () -> answer.completeAsync(() -> board.byId(id)));
    return answer;
  }

  /// As [#checkNow], and the check is watched. One that is under way unwatched is waited for first;
  /// one that is watched already is joined.
  public CompletionStage<Optional<Examined>> examine(String id) {
    var cell = board.cell(id);
    if (cell == null) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    var answer = new CompletableFuture<Optional<Examined>>();
    lanes.examine(
        cell,
        trace -> {
          var steps = trace.map(Trace::steps).orElse(List.of());
          answer.completeAsync(() -> board.byId(id).map(entry -> new Examined(entry, steps)));
        });
    return answer;
  }

  @Override
  public void close() {
    supervisor.close();
    loops.close();
    attendant.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
