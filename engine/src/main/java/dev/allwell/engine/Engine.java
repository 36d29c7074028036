package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.probe.Prober;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

/// The flow from change to board, wired and running: registry, lanes, judge, board, sinks.
///
/// Starting reads what ledger and samples remember and puts it on the board, stale where it is too
/// old. Closing stops the flow from its left edge on; ports and event loops are their owner's.
public final class Engine implements AutoCloseable {
  private final Ports ports;
  private final Clocks clocks;
  private final Board board;
  private final Views views;
  private final List<LaneMeter> meters;
  private final EventExecutor attendant =
      new DefaultEventExecutor(new DefaultThreadFactory("supervisor"));
  private final Supervisor supervisor;
  private final Registry registry;
  private final Lanes lanes;

  /// What stands around the engine.
  ///
  /// @param loops one lane lives on each of their threads
  /// @param probers makes the prober of the lane on a loop
  /// @param sinks told of each judgement, after the engine's own recorder
  public record Ports(
      Ledger ledger,
      Samples samples,
      EventLoopGroup loops,
      Function<EventLoop, Prober> probers,
      List<Sink> sinks) {}

  /// Both kinds of time.
  public record Clocks(Ticker ticker, InstantSource wall) {
    public static final Clocks SYSTEM = new Clocks(Ticker.SYSTEM, InstantSource.system());
  }

  /// Reads what is remembered and starts.
  ///
  /// @param concurrency attempts in flight at once over all lanes; at least one a lane
  /// @throws LedgerException when ledger or samples cannot be read
  public static Engine start(Ports ports, Clocks clocks, int concurrency) {
    return new Engine(ports, clocks, concurrency);
  }

  private Engine(Ports ports, Clocks clocks, int concurrency) {
    this.ports = ports;
    this.clocks = clocks;
    this.board = new Board(clocks.ticker);
    this.views = new Views(board);
    var recorder = new Recorder(ports.ledger, ports.samples);
    var sinks = new ArrayList<Sink>(List.of(recorder));
    sinks.addAll(ports.sinks);

    var loops = new ArrayList<EventLoop>();
    ports.loops.forEach(loop -> loops.add((EventLoop) loop));
    this.meters = IntStream.range(0, loops.size()).mapToObj(i -> new LaneMeter()).toList();
    var rhythm = new Rhythm(clocks.ticker.nanos());
    int places = Math.max(1, concurrency / loops.size());
    this.lanes =
        new Lanes(
            loops.size(),
            board,
            index -> lane(loops.get(index), sinks, rhythm, places, meters.get(index)));

    var book = ports.ledger.load();
    restore(book);
    this.registry =
        new Registry(
            ports.ledger,
            book,
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
    var sweeper = new Sweeper(board, clocks.ticker, clocks.wall, sinks);
    supervisor.supervise("sweeper", () -> Supervised.thread("sweeper", sweeper::run));
  }

  private Lane lane(EventLoop loop, List<Sink> sinks, Rhythm rhythm, int places, LaneMeter meter) {
    var equipment =
        new Lane.Equipment(
            Loop.of(loop), ports.probers.apply(loop), clocks.ticker, clocks.wall, sinks);
    return new Lane(equipment, rhythm, places, meter);
  }

  private void restore(Ledger.Book book) {
    var tallies = ports.samples.load();
    var now = clocks.wall.instant();
    for (var registration : book.registrations()) {
      var judged = book.verdicts().getOrDefault(registration.number(), State.NEW);
      var tally = tallies.getOrDefault(registration.number(), Tally.EMPTY);
      board.restore(registration, new State(judged.verdict(), tally, judged.reportOrNull()), now);
    }
  }

  public Board board() {
    return board;
  }

  public Views views() {
    return views;
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

  @Override
  public void close() {
    supervisor.close();
    attendant.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
