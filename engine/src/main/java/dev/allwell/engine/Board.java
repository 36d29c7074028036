package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is true now. Lanes post to it, everybody reads it, and no reader ever waits for a lane.
///
/// Staleness is worked out on reading: a service that nobody checked for `Schedule.staleAfter()` is
/// unknown, whatever its last state said.
public final class Board {
  private final ConcurrentNavigableMap<String, Cell> cells = new ConcurrentSkipListMap<>();
  private final Ticker ticker;

  /// States of services that were withdrawn, by number. The registry's thread, and the start.
  private final Map<Long, State> shelved = new HashMap<>();

  Board(Ticker ticker) {
    this.ticker = ticker;
  }

  public Optional<BoardEntry> byId(String id) {
    return Optional.ofNullable(cells.get(id)).map(cell -> cell.read(ticker.nanos()));
  }

  /// Calls with each service, by id in ascending order, as it stands now; a service added or
  /// removed meanwhile may or may not be seen. Any thread.
  public void forEach(Consumer<BoardEntry> reader) {
    long now = ticker.nanos();
    for (var cell : cells.values()) {
      reader.accept(cell.read(now));
    }
  }

  /// The services as `forEach` sees them, one at a time, for readers that pause in between: each is
  /// read at the moment it is asked for. Any thread, one at a time.
  public Iterator<BoardEntry> entries() {
    return entries(cells);
  }

  /// As the other, by id in ascending or descending order, from behind an id on, whether or not it
  /// is there: what comes before it costs nothing.
  ///
  /// @param afterOrEmpty empty for all
  public Iterator<BoardEntry> entries(String afterOrEmpty, boolean descending) {
    var ordered = descending ? cells.descendingMap() : cells;
    return entries(afterOrEmpty.isEmpty() ? ordered : ordered.tailMap(afterOrEmpty, false));
  }

  private Iterator<BoardEntry> entries(Map<String, Cell> some) {
    var each = some.values().iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public BoardEntry next() {
        return each.next().read(ticker.nanos());
      }
    };
  }

  /// How many services there are.
  public int size() {
    return cells.size();
  }

  Iterable<Cell> cells() {
    return cells.values();
  }

  @Nullable Cell cell(String id) {
    return cells.get(id);
  }

  /// Takes a difference over and says which cells it touched. The registry's thread.
  Placement apply(Difference difference) {
    var departed = new ArrayList<Cell>();
    difference.departures().forEach(gone -> takeDown(gone, departed));
    difference.departures().forEach(gone -> shelved.remove(gone.number()));
    difference
        .withdrawn()
        .forEach(gone -> {
          var cell = takeDown(gone, departed);
          if (cell != null) {
            shelved.put(gone.number(), cell.state());
          }
        });
    var arrived = new ArrayList<Arrived>(difference.arrivals().size());
    for (var arrival : difference.arrivals()) {
      var registration = arrival.registration();
      var cell = cells.get(registration.id());
      if (cell != null && cell.number() == registration.number()) {
        cell.replace(registration, ticker.nanos());
      } else {
        cell = arriving(registration);
        cells.put(registration.id(), cell);
      }
      arrived.add(new Arrived(cell, arrival.timing()));
    }
    return new Placement(arrived, departed);
  }

  private @Nullable Cell takeDown(Registration gone, List<Cell> departed) {
    var cell = cells.get(gone.id());
    if (cell == null || cell.number() != gone.number()) {
      return null;
    }
    cells.remove(gone.id());
    departed.add(cell);
    return cell;
  }

  /// A new one; what comes back has its state, which is stale until it is checked.
  private Cell arriving(Registration registration) {
    var state = shelved.remove(registration.number());
    return state == null
        ? new Cell(registration, State.NEW, ticker.nanos())
        : new Cell(registration, state, ticker.nanos() - tooOld(registration));
  }

  /// Remembers the state of a service that is shadowed, for when it comes back.
  void shelve(Registration registration, State state) {
    shelved.put(registration.number(), state);
  }

  private static long tooOld(Registration registration) {
    return Cell.staleAfter(registration) + 1;
  }

  /// Puts a remembered state up; how old it is goes by wall time, and what seems to come from the
  /// future counts as stale.
  void restore(Registration registration, State state, Instant now) {
    long tooOld = tooOld(registration);
    long age =
        state
            .tally()
            .latest()
            .map(Sample::at)
            .map(at -> Duration.between(at, now))
            .filter(since -> !since.isNegative() && since.compareTo(Duration.ofNanos(tooOld)) < 0)
            .map(Duration::toNanos)
            .filter(since -> !registration.paused())
            .orElse(tooOld);
    cells.put(registration.id(), new Cell(registration, state, ticker.nanos() - age));
  }

  /// A difference as cells.
  record Placement(List<Arrived> arrived, List<Cell> departed) {}

  /// A cell that is new, or whose registration changed.
  record Arrived(Cell cell, Difference.Timing timing) {}

  /// One service's place on the board. Written by its lane, and by the registry when its definition
  /// changes; read by anybody.
  static final class Cell {
    static final int NO_SLOT = -1;

    private volatile Registration registration;
    private volatile State state;
    private volatile long touchedNanos;

    /// When the state stops being worth anything, unless it is posted anew before.
    private volatile long staleNanos;

    /// Why the last check came to nothing; null when it counted.
    private volatile @Nullable OwnFault ownFault;

    /// The `staleNanos` that was announced. The sweeper's thread alone.
    private long announcedNanos;

    /// Where the lane keeps it. The lane's thread alone.
    private int slot = NO_SLOT;

    private Cell(Registration registration, State state, long touchedNanos) {
      this.registration = registration;
      this.state = state;
      this.touchedNanos = touchedNanos;
      this.staleNanos = touchedNanos + staleAfter(registration);
      this.announcedNanos = staleNanos - 1;
    }

    long number() {
      return registration.number();
    }

    Registration registration() {
      return registration;
    }

    int slot() {
      return slot;
    }

    void slot(int taken) {
      slot = taken;
    }

    State state() {
      return state;
    }

    /// First the state, then that it is fresh: a reader between the two sees a new state as stale,
    /// never an old one as fresh.
    void post(State posted, long nowNanos) {
      ownFault = null;
      state = posted;
      touchedNanos = nowNanos;
      staleNanos = nowNanos + staleAfter(registration);
    }

    /// A check came to nothing: the state stays what it was, and as old.
    void fail(OwnFault fault) {
      ownFault = fault;
    }

    /// Whether the cell went stale since this was last asked.
    boolean lapses(long nowNanos) {
      long stale = staleNanos;
      if (nowNanos - stale <= 0 || announcedNanos == stale || registration.paused()) {
        return false;
      }
      announcedNanos = stale;
      return true;
    }

    BoardEntry read(long nowNanos) {
      var read = registration;
      boolean stale = read.paused() || nowNanos - staleNanos > 0;
      long touched = touchedNanos;
      var posted = state;
      boolean checked = posted.tally().latestOrNull() != null;
      long age = checked ? Math.max(0, nowNanos - touched) : -1;
      return new BoardEntry(read, posted, stale, age, ownFault);
    }

    /// A shorter interval makes nothing stale that was not so before: it counts from now on. What
    /// is paused is stale at once, and stays so until it is checked again.
    private void replace(Registration changed, long nowNanos) {
      if (changed.paused() || !changed.probedLike(registration)) {
        ownFault = null;
      }
      registration = changed;
      if (changed.paused()) {
        staleNanos = nowNanos - 1;
      } else if (nowNanos - staleNanos <= 0) {
        staleNanos = nowNanos + staleAfter(changed);
      }
    }

    private static long staleAfter(Registration registration) {
      return registration.schedule().staleAfter().toNanos();
    }
  }
}
