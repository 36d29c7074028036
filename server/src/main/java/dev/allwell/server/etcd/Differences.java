package dev.allwell.server.etcd;

import dev.allwell.engine.Roster;
import dev.allwell.model.Ack;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Registration;
import dev.allwell.model.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What must change for the registry to know what etcd states: pure. Categories come first, so that
/// services are checked as often as these want from their first check on.
final class Differences {
  private Differences() {}

  static List<Change> between(Stated stated, Roster roster, Instant now) {
    var changes = new ArrayList<Change>();
    categories(stated, roster, changes);
    whole(stated, roster, now, changes);
    services(stated, roster, changes);
    return changes;
  }

  private static void categories(Stated stated, Roster roster, List<Change> changes) {
    var known = new HashMap<String, Category>();
    roster
        .categories()
        .stated()
        .forEach((name, by) ->
            Optional.ofNullable(by.get(Source.ETCD)).ifPresent(mine -> known.put(name, mine)));
    stated
        .categories()
        .forEach((name, category) -> {
          if (!category.equals(known.remove(name))) {
            changes.add(new Change.PutCategory(category));
          }
        });
    known.keySet().forEach(name -> changes.add(new Change.RemoveCategory(name, Source.ETCD)));
  }

  private static void whole(Stated stated, Roster roster, Instant now, List<Change> changes) {
    var known = Optional.ofNullable(roster.categories().acks().get(Source.ETCD));
    if (stated.ack().isEmpty()) {
      known.ifPresent(_ -> changes.add(new Change.UnacknowledgeAll(Source.ETCD)));
      return;
    }
    var ack = new Ack(stated.ack(), Source.ETCD.code(), now, null);
    if (known.filter(ack::saysLike).isEmpty()) {
      changes.add(new Change.AcknowledgeAll(Source.ETCD, ack));
    }
  }

  /// One whose id the file has taken can be removed only when the file lets it go: its removal
  /// waits.
  private static void services(Stated stated, Roster roster, List<Change> changes) {
    var known = new HashMap<String, Registration>();
    collect(roster.shadowed(), known);
    collect(roster.all(), known);
    stated
        .services()
        .forEach((id, service) -> {
          var before = known.remove(id);
          if (before == null || !before.service().equals(service)) {
            changes.add(new Change.Put(service));
          }
        });
    known.keySet().stream()
        .filter(id -> !stated.unreadable().contains(id))
        .filter(id -> roster.byId(id).filter(it -> it.service().source() != Source.ETCD).isEmpty())
        .forEach(id -> changes.add(new Change.Remove(id, Source.ETCD)));
  }

  private static void collect(Iterable<Registration> some, Map<String, Registration> known) {
    for (var registration : some) {
      if (registration.service().source() == Source.ETCD) {
        known.put(registration.id(), registration);
      }
    }
  }
}
