package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.probe.Prober;
import dev.allwell.probe.Trace;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One event loop that owns a slice of the services: when each is due, what is in flight, and what
/// becomes of it. Everything here runs on that loop's thread, without locks, and never blocks.
///
/// Started anew after a failure, a lane begins with the cells that it is given; states live on the
/// board and outlast it.
final class Lane implements Supervised {
  private final Equipment equipment;
  private final Berths berths;
  private final Slots slots = new Slots();
  private final Wheel wheel;
  private final Beats beats;
  private final LaneMeter meter;
  private final Trials trials;
  private final Audience audience;
  private Consumer<Throwable> failed = cause -> {};
  private @Nullable Throwable failure;
  private boolean ticking;
  private boolean stopped;

  /// What a lane works with.
  ///
  /// @param loop the thread that it lives on
  /// @param prober made for that thread
  /// @param inquiry made for that thread
  /// @param sinks told of each judgement
  record Equipment(
      Loop loop,
      Prober prober,
      Inquiry inquiry,
      Ticker ticker,
      InstantSource clock,
      List<Sink> sinks) {}

  /// @param places how many attempts may be in flight at once
  Lane(Equipment equipment, Rhythm rhythm, int places, LaneMeter meter) {
    this.equipment = equipment;
    this.beats = new Beats(rhythm);
    this.meter = meter;
    this.berths = new Berths(places);
    this.wheel = new Wheel(equipment.ticker.nanos());
    this.audience = new Audience(equipment.sinks(), meter);
    this.trials =
        new Trials(
            equipment, new Trials.Timetable(slots, wheel, beats), berths, meter, this::guarded);
  }

  @Override
  public void start(Consumer<Throwable> whenFailed) {
    equipment.loop.execute(() -> {
      failed = whenFailed;
      if (failure != null) {
        whenFailed.accept(failure);
      }
    });
  }

  @Override
  public void stop() {
    equipment.loop.execute(this::end);
  }

  /// Nothing follows: attempts under way end at once, and whoever waits for a check is told that
  /// there will be none.
  private void end() {
    if (!stopped) {
      stopped = true;
      slots.forEachTrial(trial -> {
        trial.probing.cancel();
        trial.tellWaiters();
      });
      equipment.inquiry.close();
    }
  }

  /// Takes the first cells over; their first checks spread over the first interval. Any thread.
  void load(Collection<Board.Cell> cells) {
    run(() -> cells.forEach(cell -> arrive(fresh(cell), Difference.Timing.NEXT_BEAT)));
  }

  /// Any thread; in the order of the calls.
  void apply(List<Board.Arrived> arrived, List<Board.Cell> departed) {
    run(() -> {
      departed.forEach(this::depart);
      arrived.forEach(arrival -> arrive(arrival.cell(), arrival.timing()));
    });
  }

  /// Checks a service now, or joins the check that is under way; its rhythm stays as it was.
  ///
  /// @param told on the lane's thread when the state is posted, or at once when there will be no
  ///   check
  void checkNow(Board.Cell cell, Runnable told) {
    check(cell, false, told);
  }

  /// As [#checkNow], but a check that begins so makes one attempt.
  void checkOnce(Board.Cell cell, Runnable told) {
    check(cell, true, told);
  }

  private void check(Board.Cell cell, boolean once, Runnable told) {
    try {
      equipment.loop.execute(() -> {
        if (stopped || cell.slot() == Board.Cell.NO_SLOT) {
          told.run();
        } else {
          guarded(() -> join(cell.slot(), once, told));
        }
      });
    } catch (RejectedExecutionException e) {
      told.run();
    }
  }

  /// As [#checkNow], and the check is watched: one that is under way unwatched is waited for, and
  /// the next one is.
  ///
  /// @param told on the lane's thread, with what was seen
  void examine(Board.Cell cell, Consumer<Trace> told) {
    try {
      equipment.loop.execute(() -> {
        if (stopped || cell.slot() == Board.Cell.NO_SLOT) {
          told.accept(new Trace(equipment.ticker));
        } else {
          guarded(() -> watch(cell, told));
        }
      });
    } catch (RejectedExecutionException e) {
      told.accept(new Trace(equipment.ticker));
    }
  }

  private void watch(Board.Cell cell, Consumer<Trace> told) {
    var running = slots.trial(cell.slot());
    if (running == null) {
      var trace = new Trace(equipment.ticker);
      trials.begin(cell.slot(), now(), List.of(() -> told.accept(trace)), trace);
      return;
    }
    var trace = running.traceOrNull;
    running.waitFor(trace == null ? () -> examine(cell, told) : telling(told, trace));
  }

  private static Runnable telling(Consumer<Trace> told, Trace trace) {
    return () -> told.accept(trace);
  }

  private void join(int slot, boolean once, Runnable told) {
    var running = slots.trial(slot);
    if (running != null) {
      running.waitFor(told);
    } else if (once) {
      trials.beginOnce(slot, now(), List.of(told));
    } else {
      trials.begin(slot, now(), List.of(told));
    }
  }

  private static Board.Cell fresh(Board.Cell cell) {
    cell.slot(Board.Cell.NO_SLOT);
    return cell;
  }

  private void arrive(Board.Cell cell, Difference.Timing timing) {
    if (cell.registration().paused()) {
      if (cell.slot() != Board.Cell.NO_SLOT) {
        audience.paused(cell.registration(), equipment.clock.instant());
      }
      depart(cell); // it stays on the board, and comes back when it is resumed
      return;
    }
    boolean known = cell.slot() != Board.Cell.NO_SLOT;
    int slot = known ? cell.slot() : slots.take(cell);
    wheel.grow(slots.size());
    var running = slots.trial(slot);
    if (running != null) {
      if (running.supersededBy(cell.registration())) {
        trials.abandon(running);
      }
      return; // when it is over, it finds the new definition
    }
    switch (timing) {
      case NOW -> wheel.arm(slot, now());
      case NEXT_BEAT -> wheel.arm(slot, beats.after(cell.registration(), now()));
      case AS_IT_WAS -> {
        if (!known) {
          wheel.arm(slot, beats.after(cell.registration(), now()));
        }
      }
    }
    keepTicking();
  }

  private void depart(Board.Cell cell) {
    int slot = cell.slot();
    if (slot == Board.Cell.NO_SLOT) {
      return;
    }
    var running = slots.trial(slot);
    cell.slot(Board.Cell.NO_SLOT);
    wheel.disarm(slot);
    slots.free(slot);
    if (running != null) {
      trials.abandon(running);
      running.tellWaiters();
    }
  }

  private void keepTicking() {
    if (!ticking) {
      ticking = true;
      equipment.inquiry.pulse().wake();
      equipment.loop.after(Wheel.TICK_NANOS, () -> guarded(this::tick));
    }
  }

  private void tick() {
    long now = equipment.inquiry.pulse().beat();
    wheel.advance(now, trials::due);
    meter.gauges(
        new LaneMeter.Gauges(
            slots.used(), berths.taken(), berths.takenBySuspects(), berths.waiting()));
    if (slots.used() == 0 && berths.taken() == 0) {
      ticking = false;
      return;
    }
    long ahead = now + Wheel.TICK_NANOS - now();
    equipment.loop.after(Math.max(ahead, Wheel.TICK_NANOS / 10), () -> guarded(this::tick));
  }

  private long now() {
    return equipment.ticker.nanos();
  }

  private void run(Runnable task) {
    equipment.loop.execute(() -> guarded(task));
  }

  private void guarded(Runnable task) {
    if (stopped) {
      return;
    }
    try {
      task.run();
    } catch (Throwable e) {
      failure = e;
      end();
      failed.accept(e);
    }
  }
}
