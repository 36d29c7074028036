package dev.allwell.egress;

import dev.allwell.clock.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is remembered for a time, bounded in number: the one used longest ago goes first. Used on
/// one thread.
final class Expiring<V> {
  private final Ticker ticker;
  private final Map<String, Kept<V>> kept;

  Expiring(Ticker ticker, int most) {
    this.ticker = ticker;
    kept =
        new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept<V>> eldest) {
            return size() > most;
          }
        };
  }

  Optional<V> get(String key) {
    return kept(key).map(Kept::value);
  }

  /// How long a value lives on, in nanoseconds; 0 when there is none.
  long nanosLeft(String key) {
    return kept(key).map(entry -> entry.untilNanos - ticker.nanos()).orElse(0L);
  }

  void put(String key, V value, long forNanos) {
    if (forNanos > 0) {
      kept.put(key, new Kept<>(value, ticker.nanos() + forNanos));
    } else {
      kept.remove(key);
    }
  }

  boolean remove(String key) {
    return kept.remove(key) != null;
  }

  void clear() {
    kept.clear();
  }

  private Optional<Kept<V>> kept(String key) {
    Kept<V> entry = kept.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.untilNanos - ticker.nanos() <= 0) {
      kept.remove(key);
      return Optional.empty();
    }
    return Optional.of(entry);
  }

  private record Kept<V>(V value, long untilNanos) {}
}
