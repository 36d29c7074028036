package dev.allwell.server.live;

import dev.allwell.engine.Sink.Judged;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Outcome;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judgements as a lane would tell them, of services that are judged with thresholds of one.
public final class Told {
  public static final Instant T0 = Instant.parse("2026-03-01T10:00:00.123456Z");

  private final Map<String, State> states = new HashMap<>();
  private final Map<String, Registration> known = new HashMap<>();

  /// A service of these groups; its number is how many there were before it, plus one.
  public Registration service(String id, String... groups) {
    return known.computeIfAbsent(
        id,
        _ ->
            new Registration(
                known.size() + 1,
                new Service(
                    new Identity(id, "The " + id, "http://svc.test/" + id),
                    Source.API,
                    HttpCheck.of(false, new Endpoint("svc.test", 80), "/"),
                    Schedule.DEFAULT,
                    Rules.DEFAULT,
                    new Labels(List.of(groups), List.of(), Map.of())),
                T0,
                T0));
  }

  public Judged judged(String id, Reason reason) {
    var registration = service(id);
    var before = states.getOrDefault(id, State.NEW);
    var at = T0.plusSeconds(before.tally().ticks());
    var attempt = Attempt.of(reason, "it \"says\"", new Phases(0, 0, 0, 0, 1_500_000));
    var sample = new Sample(at.toEpochMilli(), 1500, reason, 200, 1);
    var verdict = verdict(before.verdict(), reason, at);
    var state = new State(verdict, before.tally().with(sample), null);
    states.put(id, state);
    var events = new ArrayList<Event>();
    if (before.verdict().standing() != verdict.standing()) {
      events.add(
          new Event.Began(
              registration,
              verdict,
              before.verdict().standing(),
              before.verdict().openedOrNull(),
              at));
    }
    if (before.verdict().health() != verdict.health()) {
      events.add(new Event.Turned(registration, before.verdict().health(), verdict, at));
    }
    return new Judged(registration, new Outcome(attempt, 1, at), sample, state, events);
  }

  public Event.Lapsed lapsed(String id) {
    return new Event.Lapsed(service(id), T0, T0.plusSeconds(90));
  }

  private static Verdict verdict(Verdict before, Reason reason, Instant at) {
    if (reason.ours()) {
      return before;
    }
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
