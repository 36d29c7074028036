package dev.allwell.engine;

import dev.allwell.clock.Pulse;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// One lane in turned time, with witnesses that say what a test tells them to.
final class LaneRig {
  final TurnedClock clock = new TurnedClock();
  final ScriptedProber prober = new ScriptedProber(clock);
  final Board board = new Board(clock);
  final LaneMeter meter = new LaneMeter();
  final OwnFaults faults = new OwnFaults(clock);
  final List<Sink.Judged> judged = new ArrayList<>();
  final List<Instant> pauses = new ArrayList<>();
  final List<Throwable> failures = new ArrayList<>();
  final Lane lane;
  boolean canariesAnswer = true;
  boolean resolverAnswers = true;
  int canariesAsked;
  private long number;

  LaneRig(int places) {
    this(places, true);
  }

  /// @param sensible false for a lane that notices no pause and asks nobody: the broken control
  LaneRig(int places, boolean sensible) {
    var inquiry = sensible ? inquiry() : senseless(clock);
    var equipment = new Lane.Equipment(clock, prober, inquiry, clock, clock, List.of(sink()));
    lane = new Lane(equipment, new Rhythm(clock.nanos()), places, meter);
    lane.start(failures::add);
  }

  private Sink sink() {
    return new Sink() {
      @Override
      public void judged(Judged one) {
        judged.add(one);
      }

      @Override
      public void paused(Registration registration, Instant at) {
        pauses.add(at);
      }
    };
  }

  private Inquiry inquiry() {
    Witness.Question canaries =
        told -> {
          canariesAsked++;
          boolean answer = canariesAnswer;
          clock.after(answer ? 1_000_000 : 1_000_000_000, () -> told.accept(answer));
        };
    return new Inquiry(
        new Pulse(clock, clock, Pulse.PAUSE_NANOS, faults),
        new Witness(
            canaries,
            clock,
            clock,
            silent -> {
              if (silent) {
                faults.cutOff(1);
              } else {
                faults.reconnected();
              }
            }),
        new Witness(told -> told.accept(resolverAnswers), clock, clock, silent -> {}),
        faults);
  }

  /// One whose witnesses always say that we are well.
  static Inquiry trusting(TurnedClock clock) {
    var faults = new OwnFaults(clock);
    return new Inquiry(
        new Pulse(clock, clock, Pulse.PAUSE_NANOS, faults), well(clock), well(clock), faults);
  }

  private static Inquiry senseless(TurnedClock clock) {
    var faults = new OwnFaults(clock);
    return new Inquiry(
        new Pulse(clock, clock, Long.MAX_VALUE, faults), well(clock), well(clock), faults);
  }

  private static Witness well(TurnedClock clock) {
    return new Witness(told -> told.accept(true), clock, clock, silent -> {});
  }

  Registration add(Service service) {
    var known = board.byId(service.id()).map(BoardEntry::registration);
    var registration =
        Given.registration(known.map(Registration::number).orElseGet(() -> ++number), service);
    var arrival = new Difference.Arrival(registration, Difference.Timing.NOW);
    var placement = board.apply(new Difference(List.of(arrival), List.of()));
    lane.apply(placement.arrived(), placement.departed());
    return registration;
  }

  void remove(Registration registration) {
    var placement = board.apply(new Difference(List.of(), List.of(registration)));
    lane.apply(placement.arrived(), placement.departed());
  }

  /// The plain service at a place that is not the loopback.
  static Service remote(String id) {
    return checked(id, HttpCheck.of(false, new Endpoint("192.0.2.7", 80), "/" + id));
  }

  static Service checked(String id, HttpCheck check) {
    var plain = Given.service(id);
    return new Service(
        plain.identity(), plain.source(), check, plain.schedule(), plain.rules(), plain.labels());
  }

  BoardEntry entry(String id) {
    return board.byId(id).orElseThrow();
  }

  void turn(Duration by) {
    clock.advance(by);
  }
}
