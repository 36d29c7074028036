package dev.allwell.engine;

import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The set of services at one moment: immutable, ids and names both unique.
///
/// Besides those that are watched it knows those that are shadowed: statements of another source
/// whose id or name the file has taken. Their ids and names are unique among themselves and, but
/// for the file's, among all.
public final class Roster {
  static final Roster EMPTY =
      new Roster(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>());

  private final Map<String, Registration> byId;
  private final Map<String, Registration> byName;
  private final Map<String, Registration> shadowedById;
  private final Map<String, Registration> shadowedByName;

  private Roster(
      Map<String, Registration> byId,
      Map<String, Registration> byName,
      Map<String, Registration> shadowedById,
      Map<String, Registration> shadowedByName) {
    this.byId = byId;
    this.byName = byName;
    this.shadowedById = shadowedById;
    this.shadowedByName = shadowedByName;
  }

  /// What was remembered, sorted out: the file's are watched, and shadow others of the same id or
  /// name.
  static Roster of(Collection<Registration> registrations) {
    var draft = EMPTY.draft();
    for (var registration : registrations) {
      if (registration.service().source() == Source.FILE) {
        draft.put(registration);
      }
    }
    for (var registration : registrations) {
      if (registration.service().source() != Source.FILE) {
        if (draft.taken(registration.service())) {
          draft.shadow(registration);
        } else {
          draft.put(registration);
        }
      }
    }
    return draft.done();
  }

  public Optional<Registration> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<Registration> byName(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Those that are watched.
  public Collection<Registration> all() {
    return Collections.unmodifiableCollection(byId.values());
  }

  public int size() {
    return byId.size();
  }

  /// Statements that are kept and not watched, since the file has taken their id or name. The
  /// number of one whose id the file has is its own: history belongs to the file's meanwhile.
  public Collection<Registration> shadowed() {
    return Collections.unmodifiableCollection(shadowedById.values());
  }

  /// One that is shadowed, by its id.
  public Optional<Registration> shadowed(String id) {
    return Optional.ofNullable(shadowedById.get(id));
  }

  Draft draft() {
    return new Draft(this);
  }

  /// A roster that can still be written to; it copies at the first write.
  static final class Draft {
    private final Roster before;
    private Map<String, Registration> byId;
    private Map<String, Registration> byName;
    private Map<String, Registration> shadowedById;
    private Map<String, Registration> shadowedByName;

    private Draft(Roster before) {
      this.before = before;
      this.byId = before.byId;
      this.byName = before.byName;
      this.shadowedById = before.shadowedById;
      this.shadowedByName = before.shadowedByName;
    }

    Optional<Registration> byId(String id) {
      return Optional.ofNullable(byId.get(id));
    }

    Optional<Registration> byName(String name) {
      return Optional.ofNullable(byName.get(name));
    }

    Optional<Registration> shadowedById(String id) {
      return Optional.ofNullable(shadowedById.get(id));
    }

    Optional<Registration> shadowedByName(String name) {
      return Optional.ofNullable(shadowedByName.get(name));
    }

    Collection<Registration> all() {
      return byId.values();
    }

    Collection<Registration> shadowed() {
      return shadowedById.values();
    }

    /// Whether a service that is watched has this one's id or name.
    boolean taken(Service service) {
      return byId.containsKey(service.id()) || byName.containsKey(service.name());
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

    void shadow(Registration registration) {
      ownShadowed();
      shadowedById.put(registration.id(), registration);
      shadowedByName.put(registration.service().name(), registration);
    }

    void unshadow(Registration registration) {
      ownShadowed();
      shadowedById.remove(registration.id());
      shadowedByName.remove(registration.service().name());
    }

    Roster done() {
      return new Roster(byId, byName, shadowedById, shadowedByName);
    }

    @SuppressWarnings("ReferenceEquality") // the very map, not one like it
    private void own() {
      if (byId == before.byId) {
        byId = new HashMap<>(byId);
        byName = new HashMap<>(byName);
      }
    }

    @SuppressWarnings("ReferenceEquality") // the very map, not one like it
    private void ownShadowed() {
      if (shadowedById == before.shadowedById) {
        shadowedById = new HashMap<>(shadowedById);
        shadowedByName = new HashMap<>(shadowedByName);
      }
    }
  }
}
