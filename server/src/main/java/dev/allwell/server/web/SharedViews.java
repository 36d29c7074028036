package dev.allwell.server.web;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Aggregate;
import dev.allwell.engine.CategoryView;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Roster;
import dev.allwell.model.Category;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What categories come to, for all who ask, strangers among them: the whole board is looked at by
/// one at a time and for no more than a quarter of the time, however many ask and for whatever.
///
/// Nothing is kept, so no answer is older than its question: who asks while others are looked at
/// for gathers with all who do, and one look that begins after that is for all of them. Each set of
/// categories is worked out once in it; names that nobody knows make no set of their own. Blocks;
/// any thread.
final class SharedViews {
  /// Sets of categories in one look.
  static final int MOST_SETS = 64;

  private static final int RESTING_SHARE = 3;
  private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Aggregate aggregate;
  private final Registry registry;
  private final Ticker ticker;

  /// Held by who looks at all services, or rests from it.
  private final ReentrantLock turn = new ReentrantLock(true);

  private volatile long restedNanos;
  private volatile @Nullable Named named;

  /// Who waits for the next look. Guarded by this.
  private @Nullable Gathering gathering;

  SharedViews(Aggregate aggregate, Registry registry, Ticker ticker) {
    this.aggregate = aggregate;
    this.registry = registry;
    this.ticker = ticker;
    this.restedNanos = ticker.nanos();
  }

  /// An answer to who asked.
  sealed interface Answer {
    /// What they come to.
    record Seen(CategoryView view) implements Answer {}

    /// None of the names is known.
    record Unknown() implements Answer {}

    /// Too many different sets are asked for at once.
    record Crowded() implements Answer {}
  }

  /// Who waits, by the categories asked for.
  private record Gathering(Map<Set<String>, CompletableFuture<Optional<CategoryView>>> asking) {}

  /// The categories that services of a roster name, or somebody stated.
  private record Named(Roster by, Set<String> names) {}

  /// What some categories come to now.
  ///
  /// @param names unknown ones are ignored
  Answer view(Collection<String> names) {
    var wanted = known(names);
    if (wanted.isEmpty()) {
      return new Answer.Unknown();
    }
    Gathering mine;
    @Nullable CompletableFuture<Optional<CategoryView>> answer;
    boolean leads;
    synchronized (this) {
      var others = gathering;
      leads = others == null;
      mine = others == null ? new Gathering(new LinkedHashMap<>()) : others;
      gathering = mine;
      answer = mine.asking.get(wanted);
      if (answer == null && mine.asking.size() < MOST_SETS) {
        answer = new CompletableFuture<>();
        mine.asking.put(wanted, answer);
      }
    }
    if (leads) {
      lead(mine);
    }
    return answer == null
        ? new Answer.Crowded()
        : answer.join().<Answer>map(Answer.Seen::new).orElseGet(Answer.Unknown::new);
  }

  /// Looks once for all who gathered until it began.
  private void lead(Gathering gathered) {
    turn.lock();
    try {
      rest();
      synchronized (this) {
        gathering = null;
      }
      long began = ticker.nanos();
      try {
        var entries = aggregate.entries();
        gathered.asking.forEach((names, answer) -> answer.complete(aggregate.view(names, entries)));
      } catch (RuntimeException | Error e) {
        gathered.asking.values().forEach(answer -> answer.completeExceptionally(e));
      } finally {
        tire(began);
      }
    } finally {
      turn.unlock();
    }
  }

  private Set<String> known(Collection<String> asked) {
    var names = new LinkedHashSet<>(asked);
    var categories = aggregate.categories();
    if (!names.stream().allMatch(categories::knows)) {
      names.retainAll(named());
    }
    return Collections.unmodifiableSet(names);
  }

  /// All that are known; services are gone through only when they are others.
  private Set<String> named() {
    var known = named;
    if (known != null && known.by == registry.roster()) {
      return known.names;
    }
    turn.lock();
    try {
      known = named; // somebody else may just have gone through them
      var roster = registry.roster();
      if (known == null || known.by != roster) {
        rest();
        long began = ticker.nanos();
        roster = registry.roster();
        var names = new TreeSet<>(roster.categories().stated().keySet());
        names.add(Category.DEFAULT);
        roster.all().forEach(it -> names.addAll(it.service().labels().categories()));
        known = new Named(roster, names);
        named = known;
        tire(began);
      }
      return known.names;
    } finally {
      turn.unlock();
    }
  }

  private void rest() {
    long nanos = restNanos();
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  private void tire(long beganNanos) {
    long now = ticker.nanos();
    restedNanos = now + Math.min(LONGEST_REST_NANOS, (now - beganNanos) * RESTING_SHARE);
  }

  /// How long nobody looks any more.
  long restNanos() {
    return restedNanos - ticker.nanos();
  }
}
