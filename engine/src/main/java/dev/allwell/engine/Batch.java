package dev.allwell.engine;

import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Ack;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Handling;
import dev.allwell.model.Permit;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One pass over the changes that wait: pure bookkeeping on a draft of the roster. What it collects
/// becomes true only when the ledger has recorded it.
final class Batch {
  /// Who states so few services at once wants to know how they are: they are checked at once. First
  /// checks of more are spread over the first interval.
  static final int FEW = 8;

  private Roster.Draft draft;
  private final Instant now;
  private final List<Ledger.Entry> entries = new ArrayList<>();
  private final Map<Long, Difference.Arrival> arrivals = new LinkedHashMap<>();
  private final Map<Long, Registration> departures = new LinkedHashMap<>();
  private final Map<Long, Registration> withdrawn = new LinkedHashMap<>();
  private long nextNumber;

  Batch(Roster roster, long nextNumber, Instant now) {
    this.draft = roster.draft();
    this.nextNumber = nextNumber;
    this.now = now;
  }

  List<Receipt> apply(List<Change> changes) {
    boolean few = changes.size() <= FEW;
    var receipts = new ArrayList<Receipt>(changes.size());
    for (var change : changes) {
      receipts.add(
          switch (change) {
            case Change.Add add -> add(add.service(), few);
            case Change.Put put -> put(put.service(), false, few);
            case Change.Amend amend -> amend(amend, few);
            case Change.Register register -> register(register, few);
            case Change.Remove remove -> remove(remove);
            case Change.Deregister deregister -> deregister(deregister);
            case Change.Replace replace -> new Replacement(this, draft).apply(replace);
            case Change.Pause pause -> pause(pause.id(), true, few);
            case Change.Resume resume -> pause(resume.id(), false, few);
            case Change.Acknowledge(String id, Ack ack) -> acknowledge(id, Optional.of(ack));
            case Change.Unacknowledge(String id) -> acknowledge(id, Optional.empty());
            case Change.AcknowledgeAll(Source source, Ack ack) ->
                sorting().acknowledge(source, ack);
            case Change.UnacknowledgeAll(Source source) -> sorting().unacknowledge(source);
            case Change.PutCategory(Category category) -> sorting().put(category);
            case Change.RemoveCategory(String name, Source source) ->
                sorting().remove(name, source);
            case Change.Trip(String category) -> sorting().trip(category);
            case Change.Disable(String category, String by) -> sorting().disable(category, by);
            case Change.Mend(String category) -> sorting().mend(category);
          });
    }
    return receipts;
  }

  /// As [#apply], but a change that is refused takes all of them back.
  List<Receipt> applyWhole(List<Change> changes) {
    var roster = draft.done();
    var arrivalsBefore = new LinkedHashMap<>(arrivals);
    var departuresBefore = new LinkedHashMap<>(departures);
    var withdrawnBefore = new LinkedHashMap<>(withdrawn);
    int entriesBefore = entries.size();
    long numberBefore = nextNumber;
    draft = roster.draft(); // copies at its first write, so that the one before stays as it is
    var receipts = apply(changes);
    if (receipts.stream().anyMatch(Receipt::refused)) {
      draft = roster.draft();
      restore(arrivals, arrivalsBefore);
      restore(departures, departuresBefore);
      restore(withdrawn, withdrawnBefore);
      entries.subList(entriesBefore, entries.size()).clear();
      nextNumber = numberBefore;
    }
    return receipts;
  }

  private static <T> void restore(Map<Long, T> map, Map<Long, T> before) {
    map.clear();
    map.putAll(before);
  }

  private Receipt add(Service service, boolean few) {
    var known = known(service.id());
    if (known.isPresent()) {
      var foreign = foreign(service, known.get());
      return Receipt.conflict(foreign.orElse("id: \"%s\" already exists".formatted(service.id())));
    }
    return put(service, false, few);
  }

  private Receipt register(Change.Register change, boolean few) {
    var service = change.service();
    return barred(service.id(), change.permit()).orElseGet(() -> put(service, true, few));
  }

  private Receipt deregister(Change.Deregister change) {
    return barred(change.id(), change.permit())
        .orElseGet(() -> remove(new Change.Remove(change.id(), Source.API)));
  }

  /// What becomes of a change that its permit does not cover; what another source defines is
  /// refused for that.
  private Optional<Receipt> barred(String id, Permit permit) {
    return known(id)
        .filter(known -> known.service().source() == Source.API)
        .flatMap(permit::refusal)
        .map(why -> Receipt.conflict("id: \"%s\" %s".formatted(id, why)));
  }

  /// Whoever has the id, watched or shadowed.
  private Optional<Registration> known(String id) {
    return draft.byId(id).or(() -> draft.shadowedById(id));
  }

  private Receipt put(Service service, boolean registered, boolean few) {
    var watched = draft.byId(service.id());
    var shadowed = draft.shadowedById(service.id());
    var known = watched.or(() -> shadowed);
    var conflict = conflict(service, known);
    if (conflict.isPresent()) {
      return Receipt.conflict(conflict.get());
    }
    var same = known.filter(before -> before.service().equals(service));
    if (same.isPresent() && same.get().registered() == registered) {
      return Receipt.UNCHANGED;
    }
    if (watched.isEmpty()) {
      shadowed.ifPresent(draft::unshadow); // by its name, which is another one now
    }
    long number = known.map(Registration::number).orElseGet(this::newNumber);
    var created = known.map(Registration::created).orElse(now);
    var handling = known.map(Registration::handling).orElse(Handling.NONE).registered(registered);
    var updated = same.map(Registration::updated).orElse(now);
    var registration =
        new Registration(number, service, created, updated, handling).paced(draft.categories());
    draft.put(registration);
    record(new Ledger.Entry.Put(registration));
    var timing = few ? Timing.NOW : Timing.NEXT_BEAT;
    arrive(registration, probedLike(known, registration) ? Timing.AS_IT_WAS : timing);
    return known.isPresent() ? Receipt.CHANGED : Receipt.ADDED;
  }

  private Receipt amend(Change.Amend amend, boolean few) {
    var id = amend.before().id();
    var known = known(id);
    if (known.isEmpty()) {
      return Receipt.gone("id: \"%s\" was removed meanwhile".formatted(id));
    }
    return known.get().service().equals(amend.before())
        ? put(amend.after(), false, few)
        : Receipt.conflict("id: \"%s\" was changed meanwhile".formatted(id));
  }

  static boolean probedLike(Optional<Registration> known, Registration registration) {
    return known.isPresent() && known.get().probedLike(registration);
  }

  private Optional<String> conflict(Service service, Optional<Registration> known) {
    return known
        .flatMap(registration -> foreign(service, registration))
        .or(() ->
            draft
                .byName(service.name())
                .or(() -> draft.shadowedByName(service.name()))
                .filter(other -> !other.id().equals(service.id()))
                .map(other ->
                    "name: \"%s\" is already the name of the service with the id \"%s\""
                        .formatted(service.name(), other.id())));
  }

  private static Optional<String> foreign(Service service, Registration known) {
    var source = known.service().source();
    return source == service.source()
        ? Optional.empty()
        : Optional.of(
            "id: \"%s\" is already defined by the source %s"
                .formatted(service.id(), source.code()));
  }

  private Receipt remove(Change.Remove remove) {
    var watched = draft.byId(remove.id());
    var known = watched.or(() -> draft.shadowedById(remove.id()));
    if (known.isEmpty()) {
      return Receipt.NOT_FOUND;
    }
    var registration = known.get();
    if (registration.service().source() != remove.source()) {
      return Receipt.conflict(
          "id: \"%s\" is defined by the source %s and can be removed there only"
              .formatted(remove.id(), registration.service().source().code()));
    }
    if (remove.source() == Source.FILE) {
      new Replacement(this, draft).without(remove.id());
      return Receipt.REMOVED;
    }
    if (watched.isPresent()) {
      draft.remove(registration);
    } else {
      draft.unshadow(registration);
    }
    record(new Ledger.Entry.Removed(registration.number()));
    depart(registration);
    return Receipt.REMOVED;
  }

  /// What the file defines is the file's alone.
  private Receipt pause(String id, boolean paused, boolean few) {
    var known = draft.byId(id);
    if (known.isEmpty()) {
      return Receipt.NOT_FOUND;
    }
    var before = known.get();
    if (before.service().source() == Source.FILE) {
      return Receipt.conflict(
          "id: \"%s\" is defined by the source file and can be changed there only".formatted(id));
    }
    if (before.paused() == paused) {
      return Receipt.UNCHANGED;
    }
    var registration = before.handled(before.handling().paused(paused));
    draft.put(registration);
    record(new Ledger.Entry.Put(registration));
    arrive(registration, few ? Timing.NOW : Timing.NEXT_BEAT);
    return Receipt.CHANGED;
  }

  /// Anybody's service may be acknowledged: that is no part of its statement.
  private Receipt acknowledge(String id, Optional<Ack> ack) {
    var known = draft.byId(id);
    if (known.isEmpty()) {
      return Receipt.NOT_FOUND;
    }
    var before = known.get();
    var had = before.handling().ack();
    boolean same = ack.map(said -> had.filter(said::saysLike).isPresent()).orElse(had.isEmpty());
    if (same) {
      return Receipt.UNCHANGED;
    }
    var registration = before.handled(before.handling().acked(ack.orElse(null)));
    draft.put(registration);
    record(new Ledger.Entry.Put(registration));
    arrive(registration, Timing.AS_IT_WAS);
    return Receipt.CHANGED;
  }

  /// On the draft as it is now: taking a submission back makes it another one.
  private Sorting sorting() {
    return new Sorting(this, draft);
  }

  Instant now() {
    return now;
  }

  long newNumber() {
    return nextNumber++;
  }

  void record(Ledger.Entry entry) {
    entries.add(entry);
  }

  /// Of several statements of one service in a batch the last one holds, and the soonest check.
  void arrive(Registration registration, Timing timing) {
    var before = arrivals.get(registration.number());
    var sooner = before != null && before.timing().compareTo(timing) < 0 ? before.timing() : timing;
    arrivals.put(registration.number(), new Difference.Arrival(registration, sooner));
    withdrawn.remove(registration.number());
  }

  /// Gone for good.
  void depart(Registration registration) {
    arrivals.remove(registration.number());
    withdrawn.remove(registration.number());
    departures.put(registration.number(), registration);
  }

  /// Watched no more, but kept.
  void withdraw(Registration registration) {
    arrivals.remove(registration.number());
    withdrawn.put(registration.number(), registration);
  }

  List<Ledger.Entry> entries() {
    return entries;
  }

  Difference difference() {
    return new Difference(
        List.copyOf(arrivals.values()),
        List.copyOf(departures.values()),
        List.copyOf(withdrawn.values()));
  }

  Roster roster() {
    return draft.done();
  }

  long nextNumber() {
    return nextNumber;
  }
}
