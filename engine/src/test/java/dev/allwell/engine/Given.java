package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Outcome;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Report;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Values for tests: a plain service and what may be seen of it.
public final class Given {
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private Given() {}

  public static Service service(String id) {
    return service(id, schedule(10), Rules.DEFAULT);
  }

  public static Service service(String id, Schedule schedule, Rules rules) {
    return new Service(
        new Identity(id, id, "http://127.0.0.1:1/" + id),
        Source.API,
        check("/" + id),
        schedule,
        rules,
        Labels.NONE);
  }

  public static Service inGroups(String id, String... groups) {
    var plain = service(id);
    return new Service(
        plain.identity(),
        plain.source(),
        plain.check(),
        plain.schedule(),
        plain.rules(),
        new Labels(List.of(groups), List.of(), Map.of()));
  }

  public static HttpCheck check(String path) {
    return HttpCheck.of(false, new Endpoint("127.0.0.1", 1), path);
  }

  public static Schedule schedule(int seconds) {
    return new Schedule(Duration.ofSeconds(seconds), Duration.ofSeconds(5), 0, Duration.ZERO);
  }

  public static Rules thresholds(int failure, int success) {
    return new Rules(failure, success, 0.2, Rules.Basis.LIFETIME);
  }

  public static Registration registration(long number, Service service) {
    return new Registration(number, service, NOON, NOON);
  }

  public static Attempt attempt(Reason reason) {
    return new Attempt(reason, "", 0, new Phases(0, 0, 0, 2_000_000, 0), false, null);
  }

  public static Attempt told(long requests, long errors) {
    return new Attempt(
        Reason.OK, "", 200, Phases.NONE, false, Report.of(60, requests, errors, Map.of()));
  }

  /// One that a service tells of itself.
  ///
  /// @param severity 1 to 3; 0 when none was told
  public static Attempt failing(int severity) {
    return new Attempt(Reason.REPORTED_FAILING, "", 200, Phases.NONE, false, null, null, severity);
  }

  public static Outcome outcome(Attempt attempt, Instant at) {
    return new Outcome(attempt, 1, at);
  }
}
