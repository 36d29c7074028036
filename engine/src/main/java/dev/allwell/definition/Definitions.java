package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads the keys of one service.
///
/// The keys are a neutral tree, as JSON, YAML or etcd would give it: `String`, `Number`, `Boolean`,
/// `List` and `Map`; null counts as left out. Whatever the tree holds, the answer is a
/// [Definition]: this never throws because of it. Equal parts of services that one instance has
/// read are mostly the same instance. Any thread.
public final class Definitions {
  private static final int MOST_SHARED_ATTRIBUTES = 8;
  private final Defaults defaults;
  private final FileAccess files;
  private final CheckKeys checks;
  private final Shared<Schedule> schedules;
  private final Shared<Rules> rules;
  private final Shared<Labels> labels = new Shared<>(List.of(Labels.NONE));

  /// @param defaults what a service gets unless its keys say otherwise
  public Definitions(Defaults defaults) {
    this(defaults, FileAccess.NONE);
  }

  /// @param files what `…-file` keys may read
  public Definitions(Defaults defaults, FileAccess files) {
    this.defaults = defaults;
    this.files = files;
    checks = new CheckKeys(defaults);
    schedules = new Shared<>(List.of(defaults.schedule()));
    rules = new Shared<>(List.of(defaults.rules()));
  }

  /// The service that `keys` state, or all that is wrong with them; paths begin at the service.
  public Definition read(Map<String, ?> keys, Source source) {
    var problems = new Problems();
    return read(new Section("", keys, problems, files), problems, source);
  }

  /// @param top reports to `problems`
  Definition read(Section top, Problems problems, Source source) {
    Names names = Names.read(top, defaults.idIsName());
    Optional<Check> check = checks.read(top);
    Schedule schedule = schedules.one(schedule(top));
    Rules judged = rules.one(rules(top));
    Labels sorted = shared(LabelKeys.read(top));
    top.refuseTheRest();
    if (check.isEmpty() || !problems.none()) {
      return new Definition.Refused(problems.all());
    }
    var identity = new Identity(names.id(), names.name(), top.text("url").orElseThrow());
    return new Definition.Defined(
        new Service(identity, source, check.get(), schedule, judged, sorted));
  }

  private Schedule schedule(Section top) {
    Schedule fallback = defaults.schedule();
    return new Schedule(
        top.duration(
            "interval", fallback.interval(), Schedule.SHORTEST_INTERVAL, Schedule.LONGEST_INTERVAL),
        top.duration(
            "timeout", fallback.timeout(), Schedule.SHORTEST_TIMEOUT, Schedule.LONGEST_TIMEOUT),
        top.whole("retries", fallback.retries(), 0, Schedule.MOST_RETRIES),
        top.duration(
            "retry-backoff", fallback.retryBackoff(), Duration.ZERO, Schedule.LONGEST_BACKOFF));
  }

  private Rules rules(Section top) {
    Rules fallback = defaults.rules();
    return new Rules(
        top.whole("failure-threshold", fallback.failureThreshold(), 1, Rules.MOST),
        top.whole("success-threshold", fallback.successThreshold(), 1, Rules.MOST),
        top.fraction("error-rate-limit", fallback.errorRateLimit()),
        top.choice(
            "degraded-on",
            fallback.basis(),
            Rules.Basis.values(),
            basis -> basis.name().toLowerCase(Locale.ROOT)));
  }

  private Labels shared(Labels read) {
    return read.attributes().size() <= MOST_SHARED_ATTRIBUTES ? labels.one(read) : read;
  }
}
