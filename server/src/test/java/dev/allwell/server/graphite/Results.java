package dev.allwell.server.graphite;

import dev.allwell.engine.Sink.Judged;
import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
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
import dev.allwell.model.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Results as a lane would tell them.
final class Results {
  static final Instant T0 = Instant.parse("2026-03-01T10:00:00.999Z");

  private Results() {}

  static Registration service(long number, String name) {
    return new Registration(
        number,
        new Service(
            new Identity("s" + number, name, "http://svc.test/"),
            Source.API,
            HttpCheck.of(false, new Endpoint("svc.test", 80), "/"),
            Schedule.DEFAULT,
            Rules.DEFAULT,
            new Labels(List.of(), List.of(), Map.of())),
        T0,
        T0);
  }

  static Judged judged(Registration service, Reason reason, Instant at) {
    var attempt = Attempt.of(reason, "", new Phases(0, 0, 0, 0, 1_500_000));
    var sample = new Sample(at.toEpochMilli(), 1500, reason, 200, 1);
    return new Judged(service, new Outcome(attempt, 1, at), sample, State.NEW, List.of());
  }
}
