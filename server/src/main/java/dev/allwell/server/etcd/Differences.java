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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What must change for the registry to know what etcd states: pure. Categories come first, so that
/// services are checked as often as these want from their first check on.
final class Differences {
  private Differences() {}

  /// @param mine ids of services that etcd may have stated before; others are not looked for, so
  ///   that this takes no longer where there are a million of other sources
  static List<Change> between(Stated stated, Roster roster, Set<String> mine, Instant now) {
    var changes = new ArrayList<Change>();
    categories(stated, roster, changes);
    whole(stated, roster, now, changes);
    services(stated, roster, mine, changes);
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
  private static void services(
      Stated stated, Roster roster, Set<String> mine, List<Change> changes) {
    stated
        .services()
        .forEach((id, service) -> {
          var before = known(roster, id);
          if (before.isEmpty() || !before.get().service().equals(service)) {
            changes.add(new Change.Put(service));
          }
        });
    for (var id : mine) {
      boolean gone = !stated.services().containsKey(id) && !stated.unreadable().contains(id);
      boolean foreign = roster.byId(id).filter(it -> !ours(it)).isPresent();
      if (gone && !foreign && known(roster, id).isPresent()) {
        changes.add(new Change.Remove(id, Source.ETCD));
      }
    }
  }

  /// What etcd has stated of an id, watched or shadowed.
  static Optional<Registration> known(Roster roster, String id) {
    return roster
        .byId(id)
        .filter(Differences::ours)
        .or(() -> roster.shadowed(id).filter(Differences::ours));
  }

  private static boolean ours(Registration registration) {
    return registration.service().source() == Source.ETCD;
  }

  /// Ids of all services that etcd has stated.
  static Set<String> ids(Roster roster) {
    return Stream.concat(roster.all().stream(), roster.shadowed().stream())
        .filter(Differences::ours)
        .map(Registration::id)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
