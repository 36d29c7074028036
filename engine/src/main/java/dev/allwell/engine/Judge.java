package dev.allwell.engine;

import dev.allwell.model.Attempt;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.Outcome;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Report;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Decides what an outcome makes of a service: pure, for one service alone.
///
/// The tally follows each check. The verdict follows the thresholds: within bad or within good it
/// changes at once, from good to bad after `failure-threshold` checks in a row, from bad to good
/// after `success-threshold`. Our own faults change neither and are held against nobody: when they
/// last, the state goes stale.
final class Judge {
  private Judge() {}

  /// What a judgement came to.
  record Judgement(State state, Sample sample, List<Event> events) {}

  static Judgement judge(Registration registration, State state, Outcome outcome) {
    var rules = registration.service().rules();
    var last = outcome.last();
    var reason = effective(last, state.reportOrNull(), rules);
    var sample =
        new Sample(
            outcome.at().toEpochMilli(),
            TimeUnit.NANOSECONDS.toMicros(last.phases().total()),
            reason,
            last.status(),
            outcome.attempts(),
            registration.schedule().staleAfter().toMillis());
    var tally = state.tally().with(sample);
    var at = notBefore(state.verdict(), outcome.at());
    var verdict = verdict(state.verdict(), reason, tally, rules, at);
    var report = last.reason().ready() ? last.reportOrNull() : state.reportOrNull();
    return new Judgement(
        reason.ours()
            ? state
            : new State(verdict, tally, report, certificate(state, last), last.detail()),
        sample,
        events(registration, state.verdict(), verdict, at));
  }

  /// What was shown last; none once a fresh connection was well without a handshake. An equal one
  /// in place of the one before would cost memory for nothing.
  private static @Nullable CertificateFacts certificate(State before, Attempt last) {
    var shown = last.certificateOrNull();
    if (shown == null && last.reason().ready() && last.phases().connect() > 0) {
      return null;
    }
    return shown == null || shown.equals(before.certificateOrNull())
        ? before.certificateOrNull()
        : shown;
  }

  /// The reason once the service's own report has been held against its limit.
  private static Reason effective(Attempt last, @Nullable Report before, Rules rules) {
    var report = last.reportOrNull();
    if (last.reason() != Reason.OK || report == null) {
      return last.reason();
    }
    double rate =
        switch (rules.basis()) {
          case LIFETIME -> report.errorRate();
          case WINDOW -> before == null ? report.errorRate() : report.errorRateSince(before);
        };
    return rate > rules.errorRateLimit() ? Reason.ERROR_RATE : Reason.OK;
  }

  private static Verdict verdict(
      Verdict before, Reason reason, Tally tally, Rules rules, Instant at) {
    return switch (reason.health()) {
      case UNKNOWN -> before;
      case HEALTHY, DEGRADED ->
          before.standing() != Standing.DOWNTIME
                  || tally.consecutiveSuccesses() >= rules.successThreshold()
              ? shown(before, Standing.UPTIME, reason.health(), reason, at)
              : before;
      case UNHEALTHY, DEAD ->
          before.standing() == Standing.DOWNTIME
                  || tally.consecutiveFailures() >= rules.failureThreshold()
              ? shown(before, Standing.DOWNTIME, reason.health(), reason, at)
              : before;
    };
  }

  /// Time for verdicts and stretches never runs backwards, whatever the wall clock does.
  private static Instant notBefore(Verdict verdict, Instant at) {
    var since = verdict.sinceOrNull();
    return since != null && at.isBefore(since) ? since : at;
  }

  private static Verdict shown(
      Verdict before, Standing standing, Health health, Reason reason, Instant at) {
    var since = before.health() == health ? before.sinceOrNull() : at;
    var opened = before.standing() == standing ? before.openedOrNull() : at;
    return new Verdict(health, reason, standing, since, opened);
  }

  private static List<Event> events(
      Registration registration, Verdict before, Verdict after, Instant at) {
    boolean began = before.standing() != after.standing();
    boolean turned = before.health() != after.health();
    if (!began && !turned) {
      return List.of();
    }
    var events = new ArrayList<Event>(2);
    if (began) {
      events.add(
          new Event.Began(registration, after, before.standing(), before.openedOrNull(), at));
    }
    if (turned) {
      events.add(new Event.Turned(registration, before.health(), after, at));
    }
    return events;
  }
}
