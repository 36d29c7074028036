package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.Collection;
import java.util.Optional;

/// The set of services at one moment: immutable, ids and names both unique.
///
/// Besides those that are watched it knows those that are shadowed: statements of another source
/// whose id or name the file has taken. Their ids and names are unique among themselves and, but
/// for the file's, among all.
public final class Roster {
  static final Roster EMPTY =
      new Roster(
          SplitMap.empty(), SplitMap.empty(), SplitMap.empty(), SplitMap.empty(), Categories.NONE);

  private final SplitMap<Registration> byId;
  private final SplitMap<Registration> byName;
  private final SplitMap<Registration> shadowedById;
  private final SplitMap<Registration> shadowedByName;
  private final Categories categories;

  private Roster(
      SplitMap<Registration> byId,
      SplitMap<Registration> byName,
      SplitMap<Registration> shadowedById,
      SplitMap<Registration> shadowedByName,
      Categories categories) {
    this.byId = byId;
    this.byName = byName;
    this.shadowedById = shadowedById;
    this.shadowedByName = shadowedByName;
    this.categories = categories;
  }

  /// What was remembered, sorted out: the file's are watched, and shadow others of the same id or
  /// name.
  static Roster of(Ledger.Book book) {
    var draft = EMPTY.draft();
    draft.categories(book.categories());
    var registrations =
        book.registrations().stream().map(known -> known.paced(book.categories())).toList();
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
    return byId.values();
  }

  public int size() {
    return byId.size();
  }

  /// Statements that are kept and not watched, since the file has taken their id or name. The
  /// number of one whose id the file has is its own: history belongs to the file's meanwhile.
  public Collection<Registration> shadowed() {
    return shadowedById.values();
  }

  /// One that is shadowed, by its id.
  public Optional<Registration> shadowed(String id) {
    return Optional.ofNullable(shadowedById.get(id));
  }

  /// What services are sorted into, and what was said of the whole.
  public Categories categories() {
    return categories;
  }

  Draft draft() {
    return new Draft(this);
  }

  /// A roster that can still be written to; what it does not change it shares.
  static final class Draft {
    private final SplitMap.Draft<Registration> byId;
    private final SplitMap.Draft<Registration> byName;
    private final SplitMap.Draft<Registration> shadowedById;
    private final SplitMap.Draft<Registration> shadowedByName;
    private Categories categories;

    private Draft(Roster before) {
      this.byId = before.byId.draft();
      this.byName = before.byName.draft();
      this.shadowedById = before.shadowedById.draft();
      this.shadowedByName = before.shadowedByName.draft();
      this.categories = before.categories;
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

    /// A view, for as long as nothing is written.
    Collection<Registration> all() {
      return byId.values();
    }

    /// A view, for as long as nothing is written.
    Collection<Registration> shadowed() {
      return shadowedById.values();
    }

    Categories categories() {
      return categories;
    }

    void categories(Categories now) {
      categories = now;
    }

    /// Whether a service that is watched has this one's id or name.
    boolean taken(Service service) {
      return byId.get(service.id()) != null || byName.get(service.name()) != null;
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

    void shadow(Registration registration) {
      shadowedById.put(registration.id(), registration);
      shadowedByName.put(registration.service().name(), registration);
    }

    void unshadow(Registration registration) {
      shadowedById.remove(registration.id());
      shadowedByName.remove(registration.service().name());
    }

    Roster done() {
      return new Roster(
          byId.done(), byName.done(), shadowedById.done(), shadowedByName.done(), categories);
    }
  }
}
