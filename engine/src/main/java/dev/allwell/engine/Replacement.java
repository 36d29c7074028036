package dev.allwell.engine;

import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Change;
import dev.allwell.model.Handling;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The file's services put in the place of those it had, by difference, on a draft of the roster.
///
/// A number, and so the history, belongs to an id: whoever states the id has it. A statement of
/// another source whose id the file takes is parked under a number of its own and gets the id's
/// back when the file lets it go; one whose name alone is taken keeps its number meanwhile. What
/// people acknowledged belongs to the id likewise. One replacement each.
final class Replacement {
  private static final int MOST_NAMED = 10;

  private final Batch batch;
  private final Roster.Draft draft;

  /// What the file had and has no more.
  private final List<Registration> gone = new ArrayList<>();

  /// What the file had and states otherwise now, by id.
  private final Map<String, Registration> changed = new LinkedHashMap<>();

  private int added;
  private int unchanged;

  /// Of all that are shadowed, before anything was touched.
  private final Set<String> shadowedBefore;

  Replacement(Batch batch, Roster.Draft draft) {
    this.batch = batch;
    this.draft = draft;
    this.shadowedBefore = shadowed();
  }

  private Set<String> shadowed() {
    return draft.shadowed().stream().map(Registration::id).collect(Collectors.toSet());
  }

  Receipt apply(Change.Replace stated) {
    var receipt = apply(stated.services());
    if (receipt.refused()) {
      return receipt;
    }
    boolean sorted = new Sorting(batch, draft).replace(stated.categories(), stated.ack());
    return sorted && receipt.equals(Receipt.UNCHANGED)
        ? Receipt.replaced("categories changed")
        : receipt;
  }

  private Receipt apply(List<Service> services) {
    var wanted = new LinkedHashMap<String, Service>();
    var names = new HashSet<String>();
    for (var service : services) {
      if (wanted.put(service.id(), service) != null || !names.add(service.name())) {
        return Receipt.conflict(
            "id or name: \"%s\" is there twice".formatted(service.id())); // nothing was touched yet
      }
    }
    compare(wanted);
    if (gone.isEmpty() && changed.isEmpty() && wanted.isEmpty()) {
      return Receipt.UNCHANGED;
    }
    gone.forEach(draft::remove);
    changed.values().forEach(draft::remove);
    wanted.values().forEach(service -> makeWay(service.name(), service.id()));
    wanted.values().forEach(this::put);
    gone.forEach(this::letGo);
    bringBack();
    return Receipt.replaced(
        "%d added, %d changed, %d removed, %d unchanged"
                .formatted(added, changed.size(), gone.size(), unchanged)
            + differently());
  }

  /// Who is shadowed now and was not, and the other way round; empty when nobody is.
  private String differently() {
    var now = shadowed();
    return told("shadowed", now, shadowedBefore) + told("no longer shadowed", shadowedBefore, now);
  }

  private static String told(String what, Set<String> those, Set<String> others) {
    var ids = those.stream().filter(id -> !others.contains(id)).sorted().toList();
    if (ids.isEmpty()) {
      return "";
    }
    var named = String.join(", ", ids.subList(0, Math.min(MOST_NAMED, ids.size())));
    int rest = ids.size() - MOST_NAMED;
    return ", %d %s (%s)"
        .formatted(ids.size(), what, rest > 0 ? named + " and " + rest + " more" : named);
  }

  /// All that the file has, but one.
  void without(String id) {
    var rest = new ArrayList<Service>();
    for (var registration : draft.all()) {
      if (ofTheFile(registration) && !registration.id().equals(id)) {
        rest.add(registration.service());
      }
    }
    apply(rest);
  }

  /// Leaves in `wanted` what is new or changed.
  private void compare(Map<String, Service> wanted) {
    for (var had : draft.all()) {
      if (ofTheFile(had)) {
        var now = wanted.get(had.id());
        if (now == null) {
          gone.add(had);
        } else if (had.service().equals(now)) {
          wanted.remove(had.id());
          unchanged++;
        } else {
          changed.put(had.id(), had);
        }
      }
    }
    added = wanted.size() - changed.size();
  }

  /// Shadows whoever has the name and not the id.
  private void makeWay(String name, String id) {
    draft
        .byName(name)
        .filter(other -> !other.id().equals(id))
        .ifPresent(other -> {
          draft.remove(other);
          draft.shadow(other);
          batch.withdraw(other);
        });
  }

  private void put(Service service) {
    var before = Optional.ofNullable(changed.get(service.id())).or(() -> takeOver(service.id()));
    var registration =
        new Registration(
                before.map(Registration::number).orElseGet(batch::newNumber),
                service,
                before.map(Registration::created).orElse(batch.now()),
                batch.now(),
                Handling.NONE.acked(before.flatMap(had -> had.handling().ack()).orElse(null)))
            .paced(draft.categories());
    draft.put(registration);
    batch.record(new Ledger.Entry.Put(registration));
    batch.arrive(
        registration, Batch.probedLike(before, registration) ? Timing.AS_IT_WAS : Timing.NEXT_BEAT);
  }

  /// Parks another source's statement of an id, and answers with what it was: its number is the
  /// id's.
  private Optional<Registration> takeOver(String id) {
    var watched = draft.byId(id);
    var shadowed = draft.shadowedById(id);
    watched.ifPresent(draft::remove);
    shadowed.ifPresent(draft::unshadow);
    var before = watched.or(() -> shadowed);
    before.ifPresent(other -> {
      var parked = other.withNumber(batch.newNumber());
      draft.shadow(parked);
      batch.record(new Ledger.Entry.Put(parked));
    });
    return before;
  }

  private void letGo(Registration had) {
    var parked = draft.shadowedById(had.id());
    if (parked.isEmpty()) {
      batch.record(new Ledger.Entry.Removed(had.number()));
      batch.depart(had);
      return;
    }
    var service = parked.get().service();
    var handling = parked.get().handling().acked(had.handling().ackOrNull());
    var back = parked.get().withNumber(had.number()).handled(handling).paced(draft.categories());
    draft.unshadow(parked.get());
    batch.record(new Ledger.Entry.Put(back));
    batch.record(new Ledger.Entry.Removed(parked.get().number()));
    if (draft.taken(service)) {
      draft.shadow(back);
      batch.withdraw(back);
    } else {
      draft.put(back);
      boolean alike = had.probedLike(back);
      batch.arrive(back, alike ? Timing.AS_IT_WAS : Timing.NEXT_BEAT);
    }
  }

  /// Those whose name is free again.
  private void bringBack() {
    for (var shadowed : List.copyOf(draft.shadowed())) {
      if (!draft.taken(shadowed.service())) {
        draft.unshadow(shadowed);
        var back = shadowed.paced(draft.categories());
        draft.put(back);
        batch.arrive(back, Timing.NEXT_BEAT);
      }
    }
  }

  private static boolean ofTheFile(Registration registration) {
    return registration.service().source() == Source.FILE;
  }
}
