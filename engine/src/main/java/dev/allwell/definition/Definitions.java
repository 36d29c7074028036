package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.List;
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

  /// The service that a section states, which can tell afterwards what was asked of it.
  ///
  /// @param top reports to `problems`, which holds nothing yet
  public Definition read(Section top, Problems problems, Source source) {
    Names names = Names.read(top, defaults.idIsName());
    Optional<Check> check = checks.read(top);
    Schedule schedule = schedules.one(ScheduleKeys.schedule(top, defaults.schedule()));
    Rules judged = rules.one(ScheduleKeys.rules(top, defaults.rules()));
    Labels sorted = shared(LabelKeys.read(top));
    top.refuseTheRest();
    if (check.isEmpty() || !problems.none()) {
      return new Definition.Refused(problems.all());
    }
    var identity = new Identity(names.id(), names.name(), top.text("url").orElseThrow());
    return new Definition.Defined(
        new Service(identity, source, check.get(), schedule, judged, sorted));
  }

  private Labels shared(Labels read) {
    return read.attributes().size() <= MOST_SHARED_ATTRIBUTES ? labels.one(read) : read;
  }
}
