package dev.allwell.server.store;

import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The heads of all services, and which services are forgotten.
///
/// Changed on the writer's thread, but for [#forget]; read on any.
final class Heads {
  private static final long NOT_YET_DURABLE = Long.MAX_VALUE;

  private final Map<Long, Head> byNumber = new ConcurrentHashMap<>();
  private final Map<Long, Long> forgotten = new ConcurrentHashMap<>();

  /// Any thread: from now on the service has no ticks for readers.
  boolean forget(long number) {
    return forgotten.putIfAbsent(number, NOT_YET_DURABLE) == null;
  }

  boolean isForgotten(long number) {
    return forgotten.containsKey(number);
  }

  /// That it is forgotten is durable.
  void forgotten(long number, long moment) {
    forgotten.put(number, moment);
    byNumber.remove(number);
  }

  /// Those whose ticks may still turn up, or whose chunks may still be there.
  Set<Long> forgotten() {
    return Set.copyOf(forgotten.keySet());
  }

  /// No tick of services that were forgotten before this moment can turn up any more.
  void dismissForgotten(long before) {
    forgotten.values().removeIf(moment -> moment < before);
  }

  void put(Head head) {
    byNumber.put(head.number(), head);
  }

  Optional<Head> head(long number) {
    return isForgotten(number) ? Optional.empty() : Optional.ofNullable(byNumber.get(number));
  }

  Collection<Head> all() {
    return byNumber.values();
  }

  /// Adds a tick of the journal's row `moment`, unless it was counted before or is nobody's.
  ///
  /// @return the head that took it
  Optional<Head> add(long moment, long number, Sample sample) {
    if (isForgotten(number)) {
      return Optional.empty();
    }
    var head = byNumber.get(number);
    if (head == null) {
      head = new Head(number, Tally.EMPTY, 0, 0);
      byNumber.put(number, head);
    }
    if (head.isBefore(moment)) {
      head.add(moment, sample);
      return Optional.of(head);
    }
    return Optional.empty();
  }

  Map<Long, Tally> tallies() {
    var tallies = new HashMap<Long, Tally>();
    for (var head : byNumber.values()) {
      tallies.put(head.number(), head.tally());
    }
    return tallies;
  }
}
