package dev.allwell.server.web;

import dev.allwell.engine.Ledger;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import dev.allwell.model.Service;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Checks made by hand, with thresholds of one: board, ledger and samples are told as a lane and
/// its recorder tell them, in that order.
final class Checks {
  private final WebRig web;
  private final Map<String, State> states = new HashMap<>();

  Checks(WebRig web) {
    this.web = web;
  }

  /// Adds services, numbered in their order.
  void add(List<Service> services) {
    web.rig.add(services);
    web.ledger.record(
        services.stream()
            .<Ledger.Entry>map(added -> new Ledger.Entry.Put(known(added.id())))
            .toList());
  }

  Registration known(String id) {
    return web.rig.registry().roster().byId(id).orElseThrow();
  }

  /// One check of a service.
  void tick(String id, Instant at, Reason reason, long micros) {
    var before = states.getOrDefault(id, State.NEW);
    var sample = new Sample(at.toEpochMilli(), micros, reason, 200, 1);
    var verdict = reason.ours() ? before.verdict() : verdict(before.verdict(), reason, at);
    var state = new State(verdict, before.tally().with(sample), null);
    long number = known(id).number();
    if (!reason.ours()) {
      states.put(id, state);
      web.rig.post(id, state);
    }
    if (!verdict.equals(before.verdict())) {
      boolean begins = verdict.standing() != before.verdict().standing();
      web.ledger.turn(new Ledger.Turn(number, verdict, state, begins));
    }
    web.samples.append(number, sample);
  }

  Ledger ledger() {
    return web.ledger;
  }

  private static Verdict verdict(Verdict before, Reason reason, Instant at) {
    Health health = reason.health();
    var standing = health.good() ? Standing.UPTIME : Standing.DOWNTIME;
    return new Verdict(
        health,
        reason,
        standing,
        health == before.health() ? before.sinceOrNull() : at,
        standing == before.standing() ? before.openedOrNull() : at);
  }
}
