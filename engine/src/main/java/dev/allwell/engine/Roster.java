package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.util.Collection;
import java.util.Optional;

/// The set of services at one moment: immutable, ids and names both unique.
public final class Roster {
  static final Roster EMPTY = new Roster(SplitMap.empty(), SplitMap.empty());

  private final SplitMap<Registration> byId;
  private final SplitMap<Registration> byName;

  private Roster(SplitMap<Registration> byId, SplitMap<Registration> byName) {
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
    return byId.values();
  }

  public int size() {
    return byId.size();
  }

  Draft draft() {
    return new Draft(this);
  }

  /// A roster that can still be written to; what it does not change it shares.
  static final class Draft {
    private final SplitMap.Draft<Registration> byId;
    private final SplitMap.Draft<Registration> byName;

    private Draft(Roster before) {
      this.byId = before.byId.draft();
      this.byName = before.byName.draft();
    }

    Optional<Registration> byId(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    Optional<Registration> byName(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    void put(Registration registration) {
      var replaced = byId.put(registration.id(), registration);
      if (replaced != null) {
        byName.remove(replaced.service().name());
      }
      byName.put(registration.service().name(), registration);
    }

    void remove(Registration registration) {
      byId.remove(registration.id());
      byName.remove(registration.service().name());
    }

    Roster done() {
      return new Roster(byId.done(), byName.done());
    }
  }
}
