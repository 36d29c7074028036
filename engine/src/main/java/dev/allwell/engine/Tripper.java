package dev.allwell.engine;

import dev.allwell.clock.Ticker;
import dev.allwell.model.Categories;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sink that disables a sticky category as soon as checks that were really made find it bad.
///
/// A lane only notes which categories are suspect, when one of their services was judged failing. A
/// thread of its own looks at them: one that is bad by what was judged, and by that alone, is off
/// at once in memory, and as a change in the ledger; while the store refuses that, it stays off in
/// memory and is handed in again. What waits are names of sticky categories, so it is bounded. It
/// looks for no more than a fifth of the time, whatever fails.
final class Tripper implements Sink {
  private static final int RESTING_SHARE = 4;
  private static final long PAUSE_NANOS = 1_000_000_000;
  private static final Logger log = LoggerFactory.getLogger(Tripper.class);

  private final Board board;
  private final Ticker ticker;
  private final InstantSource clock;
  private final Grouping grouping;
  private final Set<String> suspects = ConcurrentHashMap.newKeySet();
  private volatile Armed armed = new Armed(Categories.NONE, Set.of());
  private volatile @Nullable Registry registry;
  private volatile @Nullable Thread thread;
  private volatile boolean idle;
  private final AtomicLong trips = new AtomicLong();

  // of the one thread
  private final Map<String, Instant> tripping = new HashMap<>();
  private CompletableFuture<?> handed = CompletableFuture.completedFuture(null);
  private Set<String> handedNames = Set.of();

  /// @param names of those of `from` that can trip
  private record Armed(Categories from, Set<String> names) {}

  Tripper(Board board, Ticker ticker, InstantSource clock, Grouping grouping) {
    this.grouping = grouping;
    this.board = board;
    this.ticker = ticker;
    this.clock = clock;
  }

  /// Whether it has begun.
  boolean watches() {
    return registry != null;
  }

  /// How many categories tripped since the start. Any thread.
  long trips() {
    return trips.get();
  }

  /// Whether there is nothing to look at and nothing to hand in.
  boolean isIdle() {
    return idle;
  }

  @Override
  public void judged(Judged judged) {
    var from = registry;
    var sample = judged.sample();
    if (from == null || sample.up() || !sample.counted() || !judged.state().health().bad()) {
      return;
    }
    var names = armed(from.categories());
    if (names.isEmpty()) {
      return;
    }
    boolean news = names.contains(Category.DEFAULT) && suspects.add(Category.DEFAULT);
    for (String category : judged.registration().service().labels().categories()) {
      news |= names.contains(category) && suspects.add(category);
    }
    if (news) {
      LockSupport.unpark(thread);
    }
  }

  @SuppressWarnings("ReferenceEquality") // replaced as a whole: the same one says the same
  private Set<String> armed(Categories now) {
    var known = armed;
    if (known.from != now) {
      known = new Armed(now, now.armed());
      armed = known;
    }
    return known.names;
  }

  /// Looks at what is suspect until interrupted. Its own thread.
  void run(Registry watched) throws InterruptedException {
    thread = Thread.currentThread();
    registry = watched;
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (suspects.isEmpty() && tripping.isEmpty()) {
        idle = suspects.isEmpty();
        LockSupport.park(this);
        idle = false;
      } else {
        turn(watched);
      }
    }
  }

  private void turn(Registry watched) {
    long began = ticker.nanos();
    for (var each = suspects.iterator(); each.hasNext(); ) {
      String name = each.next();
      each.remove(); // before the look: who is judged meanwhile is looked at again
      look(watched, name);
    }
    long took = ticker.nanos() - began;
    watched.tripping(tripping);
    settle(watched);
    LockSupport.parkNanos(this, tripping.isEmpty() ? took * RESTING_SHARE + 1 : PAUSE_NANOS);
  }

  private void look(Registry watched, String name) {
    var categories = watched.categories();
    if (!categories.armed().contains(name)) {
      return;
    }
    var now = clock.instant();
    CategoryView.of(categories, List.of(name), board::entries, grouping, now)
        .filter(CategoryView::convicted)
        .ifPresent(view -> {
          tripping.put(name, now);
          trips.incrementAndGet();
          log.warn(
              "the sticky category {} is disabled until a person enables it: {} of its services"
                  + " fail, {} first",
              name,
              view.failing().size(),
              view.failing().getFirst().name());
        });
  }

  /// Hands in what tripped, one submission after the other, until the ledger has it.
  private void settle(Registry watched) {
    if (!handed.isDone()) {
      return;
    }
    if (!handed.isCompletedExceptionally() && !handedNames.isEmpty()) {
      handedNames.forEach(tripping::remove);
      watched.tripping(tripping);
    }
    handedNames = Set.copyOf(tripping.keySet());
    if (!handedNames.isEmpty()) {
      var changes = handedNames.stream().<Change>map(Change.Trip::new).toList();
      handed =
          watched
              .submit(changes)
              .toCompletableFuture()
              .whenComplete((receipts, trouble) -> LockSupport.unpark(thread));
    }
  }
}
