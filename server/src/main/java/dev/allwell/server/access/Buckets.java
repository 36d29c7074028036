package dev.allwell.server.access;

import dev.allwell.clock.Ticker;
import java.util.LinkedHashMap;
import java.util.Map;

/// A token bucket for each key, in a bounded room: of too many keys the one that was asked for
/// longest ago is forgotten, which does its owner only good. So nobody is kept out by the number of
/// the others. Any thread.
///
/// Each is one number: the moment at which it will be full again (the generic cell rate algorithm,
/// ITU-T I.371, annex A).
final class Buckets {
  private static final double NANOS = 1e9;

  private final long stepNanos;
  private final long toleranceNanos;
  private final Ticker ticker;
  private final Map<String, Long> fullAt;

  /// @param mostKeys remembered at once
  Buckets(Rate rate, int mostKeys, Ticker ticker) {
    this.stepNanos = Math.round(NANOS / rate.perSecond());
    this.toleranceNanos = stepNanos * (rate.burst() - 1);
    this.ticker = ticker;
    this.fullAt =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > mostKeys;
          }
        };
  }

  /// Takes one from a bucket.
  ///
  /// @return 0 when it was there; else in how many nanoseconds it will be, and nothing was taken
  synchronized long take(String key) {
    long now = ticker.nanos();
    long full = fullAt.getOrDefault(key, now);
    long ahead = Math.max(0, full - now);
    if (ahead > toleranceNanos) {
      return ahead - toleranceNanos;
    }
    fullAt.put(key, now + ahead + stepNanos);
    return 0;
  }

  synchronized int keys() {
    return fullAt.size();
  }
}
