package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The set of services at one moment: immutable, ids and names both unique.
public final class Roster {
  static final Roster EMPTY = new Roster(new HashMap<>(), new HashMap<>());

  private final Map<String, Registration> byId;
  private final Map<String, Registration> byName;

  private Roster(Map<String, Registration> byId, Map<String, Registration> byName) {
    this.byId = byId;
    this.byName = byName;
  }

  static Roster of(Collection<Registration> registrations) {
    var draft = EMPTY.draft();
    registrations.forEach(draft::put);
    return draft.done();
  }

  public Optional<Registration> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<Registration> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  public Collection<Registration> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  public int size() {
    return byId.size();
  }

  Draft draft() {
    return new Draft(this);
  }

  /// A roster that can still be written to; it copies at the first write.
  static final class Draft {
    private final Roster before;
    private Map<String, Registration> byId;
    private Map<String, Registration> byName;

    private Draft(Roster before) {
      this.before = before;
      this.byId = before.byId;
      this.byName = before.byName;
    }

    Optional<Registration> byId(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    Optional<Registration> byName(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    void put(Registration registration) {
      own();
      var replaced = byId.put(registration.id(), registration);
      if (replaced != null) {
        byName.remove(replaced.service().name());
      }
      byName.put(registration.service().name(), registration);
    }

    void remove(Registration registration) {
      own();
      byId.remove(registration.id());
      byName.remove(registration.service().name());
    }

    Roster done() {
      return new Roster(byId, byName);
    }

    @SuppressWarnings("ReferenceEquality") // the very map, not one like it
    private void own() {
      if (byId == before.byId) {
        byId = new HashMap<>(byId);
        byName = new HashMap<>(byName);
      }
    }
  }
}
