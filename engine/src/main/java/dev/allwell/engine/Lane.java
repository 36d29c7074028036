package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Attempt;
import dev.allwell.model.Outcome;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.probe.Prober;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop that owns a slice of the services: when each is due, what is in flight, and what
/// becomes of it. Everything here runs on that loop's thread, without locks, and never blocks.
///
/// Started anew after a failure, a lane begins with the cells that it is given; states live on the
/// board and outlast it.
final class Lane implements Supervised {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private final Equipment equipment;
  private final Berths berths;
  private final Slots slots = new Slots();
  private final Wheel wheel;
  private final Beats beats;
  private final LaneMeter meter;
  private final Backoff backoff = new Backoff(new SplittableRandom());
  private final Audience audience;
  private Consumer<Throwable> failed = cause -> {};
  private @Nullable Throwable failure;
  private boolean ticking;
  private boolean stopped;

  /// What a lane works with.
  ///
  /// @param loop the thread that it lives on
  /// @param prober made for that thread
  /// @param sinks told of each judgement
  record Equipment(
      Loop loop, Prober prober, Ticker ticker, InstantSource clock, List<Sink> sinks) {}

  /// @param places how many attempts may be in flight at once
  Lane(Equipment equipment, Rhythm rhythm, int places, LaneMeter meter) {
    this.equipment = equipment;
    this.beats = new Beats(rhythm);
    this.meter = meter;
    this.audience = new Audience(equipment.sinks, meter);
    this.berths = new Berths(places);
    this.wheel = new Wheel(equipment.ticker.nanos());
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

  /// Nothing follows; whoever waits for a check is told that there will be none.
  private void end() {
    if (!stopped) {
      stopped = true;
      slots.forEachTrial(Trial::tellWaiters);
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
    try {
      equipment.loop.execute(() -> {
        if (stopped || cell.slot() == Board.Cell.NO_SLOT) {
          told.run();
        } else {
          guarded(() -> join(cell.slot(), told));
        }
      });
    } catch (RejectedExecutionException e) {
      told.run();
    }
  }

  private void join(int slot, Runnable told) {
    var running = slots.trial(slot);
    if (running != null) {
      running.waitFor(told);
    } else {
      begin(slot, now(), List.of(told));
    }
  }

  private static Board.Cell fresh(Board.Cell cell) {
    cell.slot(Board.Cell.NO_SLOT);
    return cell;
  }

  private void arrive(Board.Cell cell, Difference.Timing timing) {
    boolean known = cell.slot() != Board.Cell.NO_SLOT;
    int slot = known ? cell.slot() : slots.take(cell);
    wheel.grow(slots.size());
    if (slots.trial(slot) != null) {
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
      running.tellWaiters();
    }
  }

  private void keepTicking() {
    if (!ticking) {
      ticking = true;
      equipment.loop.after(Wheel.TICK_NANOS, () -> guarded(this::tick));
    }
  }

  private void tick() {
    long now = now();
    wheel.advance(now, this::due);
    meter.gauges(
        new LaneMeter.Gauges(
            slots.used(), berths.taken(), berths.takenBySuspects(), berths.waiting()));
    if (wheel.armed() == 0 && berths.taken() == 0) {
      ticking = false;
      return;
    }
    long ahead = now + Wheel.TICK_NANOS - now();
    equipment.loop.after(Math.max(ahead, Wheel.TICK_NANOS / 10), () -> guarded(this::tick));
  }

  private void due(int slot) {
    var pausing = slots.trial(slot);
    if (pausing != null) {
      berths.admit(pausing, this::attempt);
    } else {
      begin(slot, wheel.dueNanos(slot), List.of());
    }
  }

  private void begin(int slot, long dueNanos, List<Runnable> waiters) {
    var cell = slots.cell(slot);
    long next = beats.following(cell.registration(), dueNanos);
    var trial = new Trial(cell, dueNanos, next, waiters);
    slots.trial(slot, trial);
    wheel.disarm(slot);
    berths.admit(trial, this::attempt);
  }

  /// Makes an attempt; the trial holds a place.
  private void attempt(Trial trial) {
    long now = now();
    if (trial.orphaned() || trial.supersededBy(trial.cell.registration())) {
      over(trial);
      return;
    }
    if (trial.last == null) {
      trial.startedNanos = now;
      meter.lateness().record(now - trial.dueNanos);
    } else if (!trial.leavesRoom(now)) {
      conclude(trial, trial.cell.registration(), trial.last);
      return;
    }
    trial.attempts++;
    probe(trial, trial.limit(now));
  }

  private void probe(Trial trial, long limit) {
    try {
      equipment.prober.probe(
          trial.registration.service().check(),
          limit,
          seen -> guarded(() -> attempted(trial, seen)));
    } catch (RuntimeException e) {
      log.error("a probe of {} threw", trial.registration.id(), e);
      attempted(trial, Attempt.of(Reason.INTERNAL_ERROR, e.toString(), Phases.NONE));
    }
  }

  private void attempted(Trial trial, Attempt seen) {
    if (stopped) {
      return;
    }
    var registration = trial.cell.registration();
    if (trial.orphaned() || trial.supersededBy(registration)) {
      over(trial);
    } else if (pause(trial, seen)) {
      berths.leave(trial, this::attempt);
    } else {
      conclude(trial, registration, trial.settled(seen));
    }
  }

  /// Whether another attempt follows after a pause, in which it holds no place.
  private boolean pause(Trial trial, Attempt seen) {
    var schedule = trial.registration.service().schedule();
    if (!seen.retried() || trial.attempts > schedule.retries()) {
      return false;
    }
    long at = now() + backoff.nanos(schedule.retryBackoff(), trial.attempts - 1);
    if (!trial.leavesRoom(at)) {
      return false;
    }
    trial.last = seen;
    meter.retry();
    wheel.arm(trial.cell.slot(), at);
    return true;
  }

  private void conclude(Trial trial, Registration registration, Attempt seen) {
    long now = now();
    var outcome = new Outcome(seen, trial.attempts, equipment.clock.instant());
    var judgement = Judge.judge(registration, trial.cell.state(), outcome);
    trial.cell.post(judgement.state(), now);
    meter.duration().record(now - trial.startedNanos);
    audience.tell(
        new Sink.Judged(
            registration, outcome, judgement.sample(), judgement.state(), judgement.events()));
    over(trial);
  }

  /// The trial is done with: the next beat is set, its place is given on.
  private void over(Trial trial) {
    if (!trial.orphaned()) {
      follow(trial);
    }
    berths.leave(trial, this::attempt);
  }

  private void follow(Trial trial) {
    int slot = trial.cell.slot();
    slots.trial(slot, null);
    var registration = trial.cell.registration();
    if (trial.supersededBy(registration)) {
      begin(slot, now(), trial.waiters());
      return;
    }
    long next = beats.resuming(registration, now(), trial.nextNanos);
    meter.skip((next - trial.nextNanos) / Beats.interval(registration));
    wheel.arm(slot, next);
    trial.tellWaiters();
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
