package dev.allwell.engine;

import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Ack;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Registration;
import dev.allwell.model.Source;
import dev.allwell.model.SwitchedOff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a batch makes of the categories, on a draft of the roster. Where a period changes, the
/// services of that category come at another interval; nobody else is touched.
final class Sorting {
  private final Batch batch;
  private final Roster.Draft draft;

  Sorting(Batch batch, Roster.Draft draft) {
    this.batch = batch;
    this.draft = draft;
  }

  Receipt put(Category category) {
    var before = draft.categories();
    var had = statement(before, category.name(), category.source());
    if (had.equals(Optional.of(category))) {
      return Receipt.UNCHANGED;
    }
    var other = foreign(before, category.name(), category.source());
    if (other.isPresent() && had.isEmpty() && category.source() != Source.FILE) {
      return Receipt.conflict(other.get());
    }
    var after = before.with(category);
    become(
        mends(before, category) ? after.mended(category.name()) : after, Set.of(category.name()));
    return had.isPresent() ? Receipt.CHANGED : Receipt.ADDED;
  }

  Receipt remove(String name, Source source) {
    var before = draft.categories();
    if (statement(before, name, source).isEmpty()) {
      return foreign(before, name, source).map(Receipt::conflict).orElse(Receipt.NOT_FOUND);
    }
    become(before.without(name, source), Set.of(name));
    return Receipt.REMOVED;
  }

  /// All that the file says of categories, and of the whole, at once.
  ///
  /// @return whether anything changed
  boolean replace(List<Category> stated, String ack) {
    var before = draft.categories();
    var after = before;
    var touched = new HashSet<String>();
    for (var name : before.stated().keySet()) {
      if (statement(before, name, Source.FILE).isPresent()
          && stated.stream().noneMatch(category -> category.name().equals(name))) {
        after = after.without(name, Source.FILE);
        touched.add(name);
      }
    }
    for (var category : stated) {
      boolean mends = mends(before, category);
      after = after.with(category);
      after = mends ? after.mended(category.name()) : after;
      touched.add(category.name());
    }
    after = acked(after, ack);
    if (after.equals(before)) {
      return false;
    }
    become(after, touched);
    return true;
  }

  /// Of two acks of the file that say the same the first one stays.
  private Categories acked(Categories now, String message) {
    if (message.isEmpty()) {
      return now.unacked(Source.FILE);
    }
    var ack = new Ack(message, Source.FILE.code(), batch.now(), null);
    var had = Optional.ofNullable(now.acks().get(Source.FILE));
    return had.filter(ack::saysLike).isPresent() ? now : now.acked(Source.FILE, ack);
  }

  /// Whether a statement says "enabled" that said otherwise before: a person wrote that.
  private static boolean mends(Categories before, Category category) {
    var had = statement(before, category.name(), category.source());
    return category.enabled() && had.isPresent() && !had.get().enabled();
  }

  /// A person does not want it.
  Receipt disable(String name, String by) {
    var before = draft.categories();
    if (before.off().containsKey(name)) {
      return Receipt.UNCHANGED;
    }
    become(before.off(name, new SwitchedOff(batch.now(), by)), Set.of());
    return Receipt.CHANGED;
  }

  /// It was found bad, and is sticky still.
  Receipt trip(String name) {
    var before = draft.categories();
    if (!before.of(name).sticky() || !before.enabled(name)) {
      return Receipt.UNCHANGED;
    }
    become(before.tripped(name, batch.now()), Set.of());
    return Receipt.CHANGED;
  }

  /// A person found it in order.
  Receipt mend(String name) {
    var before = draft.categories();
    if (!before.off().containsKey(name)) {
      return Receipt.UNCHANGED;
    }
    become(before.mended(name), Set.of());
    return Receipt.CHANGED;
  }

  Receipt acknowledge(Source source, Ack ack) {
    var before = draft.categories();
    if (Optional.ofNullable(before.acks().get(source)).filter(ack::saysLike).isPresent()) {
      return Receipt.UNCHANGED;
    }
    become(before.acked(source, ack), Set.of());
    return Receipt.CHANGED;
  }

  Receipt unacknowledge(Source source) {
    var before = draft.categories();
    if (!before.acks().containsKey(source)) {
      return Receipt.NOT_FOUND;
    }
    become(before.unacked(source), Set.of());
    return Receipt.REMOVED;
  }

  private void become(Categories after, Set<String> touched) {
    draft.categories(after);
    batch.record(new Ledger.Entry.Sorted(after));
    if (touched.contains(Category.DEFAULT)) {
      pace(List.copyOf(draft.all()), after);
    } else if (!touched.isEmpty()) {
      var some = new ArrayList<Registration>();
      for (var registration : draft.all()) {
        if (registration.service().labels().categories().stream().anyMatch(touched::contains)) {
          some.add(registration);
        }
      }
      pace(some, after);
    }
  }

  private void pace(List<Registration> some, Categories after) {
    for (var registration : some) {
      var paced = registration.paced(after);
      if (!paced.equals(registration)) {
        draft.put(paced);
        batch.arrive(paced, Timing.NEXT_BEAT);
      }
    }
  }

  private static Optional<Category> statement(Categories in, String name, Source source) {
    return Optional.ofNullable(in.stated().get(name)).map(by -> by.get(source));
  }

  /// Why a source may not speak of a category that another one states.
  private static Optional<String> foreign(Categories in, String name, Source source) {
    return in.statement(name)
        .map(Category::source)
        .filter(owner -> owner != source)
        .map(owner ->
            "category: \"%s\" is already defined by the source %s".formatted(name, owner.code()));
  }
}
