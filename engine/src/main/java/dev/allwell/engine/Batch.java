package dev.allwell.engine;

import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Change;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over the changes that wait: pure bookkeeping on a draft of the roster. What it collects
/// becomes true only when the ledger has recorded it.
final class Batch {
  private Roster.Draft draft;
  private final Instant now;
  private final List<Ledger.Entry> entries = new ArrayList<>();
  private final Map<Long, Difference.Arrival> arrivals = new LinkedHashMap<>();
  private final Map<Long, Registration> departures = new LinkedHashMap<>();
  private long nextNumber;

  Batch(Roster roster, long nextNumber, Instant now) {
    this.draft = roster.draft();
    this.nextNumber = nextNumber;
    this.now = now;
  }

  List<Receipt> apply(List<Change> changes) {
    boolean alone = changes.size() == 1;
    var receipts = new ArrayList<Receipt>(changes.size());
    for (var change : changes) {
      receipts.add(
          switch (change) {
            case Change.Add add -> add(add.service(), alone);
            case Change.Put put -> put(put.service(), alone);
            case Change.Remove remove -> remove(remove);
            case Change.Pause pause -> pause(pause.id(), true, alone);
            case Change.Resume resume -> pause(resume.id(), false, alone);
          });
    }
    return receipts;
  }

  /// As [#apply], but a change that is refused takes all of them back.
  List<Receipt> applyWhole(List<Change> changes) {
    var roster = draft.done();
    var arrivalsBefore = new LinkedHashMap<>(arrivals);
    var departuresBefore = new LinkedHashMap<>(departures);
    int entriesBefore = entries.size();
    long numberBefore = nextNumber;
    draft = roster.draft(); // copies at its first write, so that the one before stays as it is
    var receipts = apply(changes);
    if (receipts.stream().anyMatch(Receipt::refused)) {
      draft = roster.draft();
      arrivals.clear();
      arrivals.putAll(arrivalsBefore);
      departures.clear();
      departures.putAll(departuresBefore);
      entries.subList(entriesBefore, entries.size()).clear();
      nextNumber = numberBefore;
    }
    return receipts;
  }

  private Receipt add(Service service, boolean alone) {
    if (draft.byId(service.id()).isPresent()) {
      return Receipt.conflict("id: \"%s\" already exists".formatted(service.id()));
    }
    return put(service, alone);
  }

  private Receipt put(Service service, boolean alone) {
    var known = draft.byId(service.id());
    var conflict = conflict(service, known);
    if (conflict.isPresent()) {
      return Receipt.conflict(conflict.get());
    }
    if (known.isPresent() && known.get().service().equals(service)) {
      return Receipt.UNCHANGED;
    }
    long number = known.map(Registration::number).orElseGet(() -> nextNumber++);
    var created = known.map(Registration::created).orElse(now);
    boolean paused = known.map(Registration::paused).orElse(false);
    var registration = new Registration(number, service, created, now, paused);
    draft.put(registration);
    entries.add(new Ledger.Entry.Put(registration));
    arrive(registration, timing(service, known, alone));
    return known.isPresent() ? Receipt.CHANGED : Receipt.ADDED;
  }

  private static Timing timing(Service service, Optional<Registration> known, boolean alone) {
    if (known.isPresent() && known.get().service().probedLike(service)) {
      return Timing.AS_IT_WAS;
    }
    return alone ? Timing.NOW : Timing.NEXT_BEAT;
  }

  /// Of several statements of one service in a batch the last one holds, and the soonest check.
  private void arrive(Registration registration, Timing timing) {
    var before = arrivals.get(registration.number());
    var sooner = before != null && before.timing().compareTo(timing) < 0 ? before.timing() : timing;
    arrivals.put(registration.number(), new Difference.Arrival(registration, sooner));
  }

  private Optional<String> conflict(Service service, Optional<Registration> known) {
    if (known.isPresent() && known.get().service().source() != service.source()) {
      return Optional.of(
          "id: \"%s\" is already defined by the source %s"
              .formatted(service.id(), known.get().service().source().code()));
    }
    return draft
        .byName(service.name())
        .filter(other -> !other.id().equals(service.id()))
        .map(other ->
            "name: \"%s\" is already the name of the service with the id \"%s\""
                .formatted(service.name(), other.id()));
  }

  private Receipt remove(Change.Remove remove) {
    var known = draft.byId(remove.id());
    if (known.isEmpty()) {
      return Receipt.NOT_FOUND;
    }
    var registration = known.get();
    if (registration.service().source() != remove.source()) {
      return Receipt.conflict(
          "id: \"%s\" is defined by the source %s and can be removed there only"
              .formatted(remove.id(), registration.service().source().code()));
    }
    draft.remove(registration);
    entries.add(new Ledger.Entry.Removed(registration.number()));
    arrivals.remove(registration.number());
    departures.put(registration.number(), registration);
    return Receipt.REMOVED;
  }

  private Receipt pause(String id, boolean paused, boolean alone) {
    var known = draft.byId(id);
    if (known.isEmpty()) {
      return Receipt.NOT_FOUND;
    }
    var before = known.get();
    if (before.paused() == paused) {
      return Receipt.UNCHANGED;
    }
    var registration =
        new Registration(
            before.number(), before.service(), before.created(), before.updated(), paused);
    draft.put(registration);
    entries.add(new Ledger.Entry.Put(registration));
    arrive(registration, alone ? Timing.NOW : Timing.NEXT_BEAT);
    return Receipt.CHANGED;
  }

  List<Ledger.Entry> entries() {
    return entries;
  }

  Difference difference() {
    return new Difference(List.copyOf(arrivals.values()), List.copyOf(departures.values()));
  }

  Roster roster() {
    return draft.done();
  }

  long nextNumber() {
    return nextNumber;
  }
}
