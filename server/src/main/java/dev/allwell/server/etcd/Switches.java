package dev.allwell.server.etcd;

import dev.allwell.engine.Roster;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Source;
import dev.allwell.model.SwitchedOff;
import dev.allwell.server.etcd.Key.CategoryField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of categories that etcd states was switched here, and is to be written there: `enabled` of
/// one that tripped, and of one that tripped and was switched on again here. Each is written only
/// where nobody has written the key since: a person's newer word counts, and switches on what had
/// tripped before it.
///
/// Pure but for what it remembers; one thread.
final class Switches {
  private final Keyspace keyspace;

  /// By category, the revision of its key when it was last seen switched alike here and there.
  private final Map<String, Long> agreed = new HashMap<>();

  /// By category that tripped, the revision at which etcd had it disabled as well: as the picture
  /// showed it, or as it will.
  private final Map<String, Long> disabledThere = new HashMap<>();

  Switches(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /// What is to be done.
  ///
  /// @param writes to etcd
  /// @param mends of categories that a person has switched on in etcd after they tripped
  record Owed(List<Write> writes, List<Mended> mends) {
    Owed {
      writes = List.copyOf(writes);
      mends = List.copyOf(mends);
    }
  }

  /// A category that a person has switched on.
  ///
  /// @param revision at which that was written
  record Mended(String category, long revision) {
    Change change() {
      return new Change.Mend(category);
    }
  }

  /// The registry knows: what trips from now on is newer than that.
  void knows(Mended mended) {
    agreed.put(mended.category, mended.revision);
  }

  /// It is written, which the picture will show some time later.
  ///
  /// @param revision at which it was
  void wrote(Write write, long revision) {
    if (!write.value) {
      disabledThere.put(write.category, revision);
    }
  }

  /// A value to be written, if the key is still as it was.
  record Write(String category, String key, long revision, boolean value) {}

  /// @param stated what the picture states
  /// @param roster that knows it already
  Owed owed(Stated stated, Picture picture, Roster roster) {
    var writes = new ArrayList<Write>();
    var mends = new ArrayList<Mended>();
    agreed.keySet().retainAll(stated.categories().keySet());
    disabledThere.keySet().retainAll(stated.categories().keySet());
    for (var category : stated.categories().values()) {
      if (counts(category, roster)) {
        one(category, picture, roster, writes, mends);
      }
    }
    return new Owed(writes, mends);
  }

  private static boolean counts(Category category, Roster roster) {
    return roster
        .categories()
        .statement(category.name())
        .filter(it -> it.source() == Source.ETCD)
        .isPresent();
  }

  private void one(
      Category category, Picture picture, Roster roster, List<Write> writes, List<Mended> mends) {
    var name = category.name();
    var key = keyspace.category(name, CategoryField.ENABLED);
    long revision = Optional.ofNullable(picture.keys().get(key)).map(Held::revision).orElse(0L);
    boolean tripped =
        Optional.ofNullable(roster.categories().off().get(name))
            .filter(SwitchedOff::tripped)
            .isPresent();
    if (tripped && !category.enabled()) {
      disabledThere.put(name, revision);
      agreed.remove(name);
    } else if (tripped) {
      long before = agreed.computeIfAbsent(name, _ -> revision);
      if (before == revision) {
        writes.add(new Write(name, key, revision, false));
      } else {
        mends.add(new Mended(name, revision));
      }
    } else {
      long there = disabledThere.getOrDefault(name, 0L);
      if (there > picture.revision()) {
        return; // switched on here before our own word of its trip came back
      }
      if (!category.enabled() && there == revision) {
        writes.add(new Write(name, key, revision, true));
      } else {
        disabledThere.remove(name);
        agreed.put(name, revision);
      }
    }
  }
}
