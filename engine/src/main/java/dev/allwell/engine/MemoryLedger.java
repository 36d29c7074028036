package dev.allwell.engine;

import dev.allwell.model.Categories;
import dev.allwell.model.Registration;
import dev.allwell.model.State;
import dev.allwell.model.Stretch;
import dev.allwell.model.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A ledger that lives as long as the process: for the embedded aggregator and for tests.
///
/// Keeps the last 1,000 stretches of each service. Any thread.
public final class MemoryLedger implements Ledger {
  private static final int STRETCHES_KEPT = 1000;

  private final Map<Long, Registration> registrations = new HashMap<>();
  private final Map<Long, State> states = new HashMap<>();
  private final Map<Long, Deque<Stretch>> stretches = new HashMap<>();
  private Categories categories = Categories.NONE;
  private long nextNumber = 1;
  private long nextStretch = 1;

  @Override
  public synchronized Book load() {
    return new Book(List.copyOf(registrations.values()), categories, states, nextNumber, true);
  }

  @Override
  public synchronized void record(List<Entry> entries) {
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Put(Registration registration) -> put(registration);
        case Entry.Removed(long number) -> remove(number);
        case Entry.Sorted(Categories now) -> categories = now;
      }
    }
  }

  @Override
  public synchronized void turn(Turn turn) {
    long number = turn.number();
    if (!registrations.containsKey(number)) {
      return;
    }
    states.put(number, turn.remembered());
    if (turn.begins()) {
      begin(stretches.computeIfAbsent(number, _ -> new ArrayDeque<>()), turn.verdict());
    }
  }

  @Override
  public synchronized List<Stretch> stretches(long number, int limit) {
    var newest = stretches.getOrDefault(number, new ArrayDeque<>());
    return newest.stream().limit(limit).toList();
  }

  @Override
  public void close() {}

  private void put(Registration registration) {
    registrations.put(registration.number(), registration);
    nextNumber = Math.max(nextNumber, registration.number() + 1);
  }

  private void remove(long number) {
    registrations.remove(number);
    states.remove(number);
    stretches.remove(number);
  }

  private void begin(Deque<Stretch> newestFirst, Verdict verdict) {
    var opened = verdict.opened().orElseThrow();
    var open = newestFirst.peekFirst();
    if (open != null) {
      newestFirst.removeFirst();
      newestFirst.addFirst(
          new Stretch(open.number(), open.standing(), open.reason(), open.started(), opened));
    }
    newestFirst.addFirst(
        new Stretch(nextStretch++, verdict.standing(), verdict.reason(), opened, null));
    while (newestFirst.size() > STRETCHES_KEPT) {
      newestFirst.removeLast();
    }
  }
}
