package dev.allwell.engine;

import dev.allwell.clock.Pulse;
import dev.allwell.engine.Trial.Stage;
import dev.allwell.model.Attempt;
import dev.allwell.model.Outcome;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.probe.Trace;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checks under way in one lane, each from its beat to its judgement. On the lane's thread.
final class Trials {
  private static final Logger log = LoggerFactory.getLogger(Trials.class);

  private final Lane.Equipment equipment;
  private final Timetable timetable;
  private final Berths berths;
  private final LaneMeter meter;
  private final Consumer<Runnable> guard;
  private final Audience audience;
  private final SplittableRandom random = new SplittableRandom();
  private final Backoff backoff = new Backoff(random);

  /// Which service is due when.
  record Timetable(Slots slots, Wheel wheel, Beats beats) {}

  /// @param guard runs what is called from outside the lane
  Trials(
      Lane.Equipment equipment,
      Timetable timetable,
      Berths berths,
      LaneMeter meter,
      Consumer<Runnable> guard) {
    this.equipment = equipment;
    this.timetable = timetable;
    this.berths = berths;
    this.meter = meter;
    this.guard = guard;
    this.audience = new Audience(equipment.sinks(), meter);
  }

  /// The slot's timer fired: a check begins, or its next attempt.
  void due(int slot) {
    var resting = timetable.slots.trial(slot);
    if (resting != null) {
      resting.stage = Stage.QUEUED;
      berths.admit(resting, this::attempt);
    } else if (!postponed(slot)) {
      begin(slot, timetable.wheel.dueNanos(slot), List.of());
    }
  }

  /// Beats that passed while we stood still are made up for by one check, spread so that not all
  /// services are checked at once.
  private boolean postponed(int slot) {
    long due = timetable.wheel.dueNanos(slot);
    if (!pulse().pausedSince(due + Wheel.TICK_NANOS)) {
      return false;
    }
    var registration = timetable.slots.cell(slot).registration();
    long at = spread(registration);
    meter.skip((at - due) / Beats.interval(registration));
    timetable.wheel.arm(slot, at);
    return true;
  }

  /// A moment soon after a pause: within as long as that took, and half an interval.
  private long spread(Registration registration) {
    long within = Math.min(pulse().pauseNanos(), Beats.interval(registration) / 2);
    return now() + random.nextLong(Math.max(1, within));
  }

  /// When a check that was void to its end is made again: before its next beat, but not so soon
  /// that what stood still once is kept busy by what that made void.
  private long soon(Registration registration) {
    return now() + random.nextLong(Math.max(1, Beats.interval(registration) / 2));
  }

  void begin(int slot, long dueNanos, List<Runnable> waiters) {
    begin(slot, dueNanos, waiters, null, false);
  }

  /// One that makes a single attempt.
  void beginOnce(int slot, long dueNanos, List<Runnable> waiters) {
    begin(slot, dueNanos, waiters, null, true);
  }

  /// @param traceOrNull told of each step, if somebody watches
  void begin(int slot, long dueNanos, List<Runnable> waiters, @Nullable Trace traceOrNull) {
    begin(slot, dueNanos, waiters, traceOrNull, false);
  }

  private void begin(
      int slot, long dueNanos, List<Runnable> waiters, @Nullable Trace traceOrNull, boolean once) {
    var cell = timetable.slots.cell(slot);
    long next = timetable.beats.following(cell.registration(), dueNanos);
    var trial = new Trial(cell, dueNanos, next, waiters, traceOrNull, once);
    timetable.slots.trial(slot, trial);
    timetable.wheel.disarm(slot);
    berths.admit(trial, this::attempt);
  }

  /// Ends a trial whose service is gone or checked otherwise now; its attempt ends at once, and its
  /// place is free. One that waits in line finds out when its turn comes.
  void abandon(Trial trial) {
    switch (trial.stage) {
      case QUEUED, OVER -> {}
      case FLYING -> {
        trial.probing.cancel();
        over(trial);
      }
      case ASKING, RESTING -> over(trial);
    }
  }

  /// Makes an attempt; the trial holds a place.
  private void attempt(Trial trial) {
    trial.stage = Stage.FLYING;
    long now = pulse().beat();
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
    probe(trial, trial.attempt(now, pulse().stoodStillNanos()));
  }

  private void probe(Trial trial, long limit) {
    var check = trial.registration.service().check();
    var trace = trial.traceOrNull;
    Consumer<Attempt> done = seen -> guard.accept(() -> attempted(trial, seen));
    try {
      trial.probing =
          trace == null
              ? equipment.prober().probe(check, limit, done)
              : equipment.prober().probe(check, limit, trace, done);
    } catch (RuntimeException e) {
      log.error("a probe of {} threw", trial.registration.id(), e);
      attempted(trial, Attempt.of(Reason.INTERNAL_ERROR, e.toString(), Phases.NONE));
    }
  }

  /// The attempt is over; while a witness is asked it holds no place.
  private void attempted(Trial trial, Attempt seen) {
    long now = pulse().beat();
    trial.stage = Stage.ASKING;
    int attempt = trial.attempts;
    equipment
        .inquiry()
        .settle(
            trial.registration.service(),
            trial.attemptNanos,
            trial.timely(now, pulse().stoodStillNanos()),
            seen,
            settled -> guard.accept(() -> settled(trial, attempt, settled)));
    if (trial.stage == Stage.ASKING) {
      leave(trial);
    }
  }

  private void settled(Trial trial, int attempt, Attempt seen) {
    if (trial.stage != Stage.ASKING || trial.attempts != attempt) {
      return; // abandoned meanwhile
    }
    var registration = trial.cell.registration();
    if (trial.orphaned() || trial.supersededBy(registration)) {
      over(trial);
    } else if (rests(trial, seen)) {
      leave(trial);
    } else {
      conclude(trial, registration, trial.settled(seen));
    }
  }

  /// Whether another attempt follows after a rest, in which the trial holds no place.
  private boolean rests(Trial trial, Attempt seen) {
    if (!trial.again(seen)) {
      return false;
    }
    var schedule = trial.registration.schedule();
    long at =
        seen.reason() == Reason.PAUSED
            ? spread(trial.registration)
            : now() + backoff.nanos(schedule.retryBackoff(), trial.attempts - 1);
    if (!trial.leavesRoom(at)) {
      return false;
    }
    if (trial.last == null || !Trial.isVoid(seen)) {
      trial.last = seen; // what was seen before outweighs what is void
    }
    trial.stage = Stage.RESTING;
    meter.retry();
    timetable.wheel.arm(trial.cell.slot(), at);
    return true;
  }

  /// A fault of our own leaves the state as it was, and as old.
  private void conclude(Trial trial, Registration registration, Attempt seen) {
    long now = now();
    var outcome = new Outcome(seen, trial.attempts, equipment.clock().instant());
    var judgement = Judge.judge(registration, trial.cell.state(), outcome);
    if (!seen.reason().ours()) {
      trial.cell.post(judgement.state(), now);
    } else if (!Trial.isVoid(seen)) { // what is void is made again soon
      trial.cell.fail(new OwnFault(outcome.at(), seen.reason(), seen.detail()));
    }
    meter.duration().record(now - trial.startedNanos);
    audience.judged(
        new Sink.Judged(
            registration, outcome, judgement.sample(), judgement.state(), judgement.events()));
    trial.last = seen;
    over(trial);
  }

  /// The trial is done with: the next beat is set, its place is given on.
  private void over(Trial trial) {
    trial.stage = Stage.OVER;
    if (!trial.orphaned()) {
      follow(trial);
    }
    leave(trial);
  }

  private void leave(Trial trial) {
    if (trial.placed) {
      berths.leave(trial, this::attempt);
    }
  }

  private void follow(Trial trial) {
    int slot = trial.cell.slot();
    timetable.slots.trial(slot, null);
    var registration = trial.cell.registration();
    if (trial.supersededBy(registration)) {
      begin(slot, now(), trial.waiters(), trial.traceOrNull);
      return;
    }
    long next = timetable.beats.resuming(registration, now(), trial.nextNanos);
    var last = trial.last;
    if (last != null && Trial.isVoid(last)) {
      next = Math.min(next, soon(registration));
    }
    meter.skip(Math.max(0, (next - trial.nextNanos) / Beats.interval(registration)));
    timetable.wheel.arm(slot, next);
    trial.tellWaiters();
  }

  private Pulse pulse() {
    return equipment.inquiry().pulse();
  }

  private long now() {
    return equipment.ticker().nanos();
  }
}
