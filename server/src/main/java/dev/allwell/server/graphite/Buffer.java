package dev.allwell.server.graphite;

import dev.allwell.engine.Sink.Judged;
import java.util.Collection;
import java.util.Collections;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What lanes leave for the feed: a ring of sixty results for each service that had one.
///
/// Overflow: the oldest result of the same service goes, and is counted when it was never written.
/// A service costs some 360 bytes (240 its results, 120 the objects around them), so 100,000 cost
/// 36 MB; of a million and first service none is kept, as near as they can be counted meanwhile.
final class Buffer {
  static final int MOST_SERVICES = 1_000_000;

  private final ConcurrentHashMap<Long, Ring> rings = new ConcurrentHashMap<>();
  private final Counts counts;
  private final int most;
  private volatile boolean many;

  Buffer(Counts counts) {
    this(counts, MOST_SERVICES);
  }

  /// @param most services
  Buffer(Counts counts, int most) {
    this.counts = counts;
    this.most = most;
  }

  /// Puts a result down. On a lane; one that tells nothing of its target leaves no point.
  void add(Judged judged) {
    var sample = judged.sample();
    if (!sample.counted()) {
      return;
    }
    counts.add();
    var registration = judged.registration();
    var name = registration.service().name();
    while (true) {
      var ring = ring(registration.number(), name);
      if (ring == null) {
        counts.drop(Loss.TOO_MANY_SERVICES, 1);
        return;
      }
      switch (ring.add(name, Math.floorDiv(sample.atMillis(), 1000), sample.up())) {
        case KEPT -> {
          return;
        }
        case OVERFLOWED -> {
          counts.drop(Loss.OVERFLOW, 1);
          return;
        }
        case MANY -> {
          many = true;
          return;
        }
        case RETIRED -> rings.remove(ring.number(), ring);
      }
    }
  }

  private @Nullable Ring ring(Long number, String name) {
    var known = rings.get(number);
    if (known != null || rings.mappingCount() >= most) {
      return known;
    }
    return rings.computeIfAbsent(number, key -> new Ring(key, name));
  }

  /// Whether the results of some service are so many that they should be written soon.
  boolean many() {
    return many;
  }

  /// They are about to be written.
  void calm() {
    many = false;
  }

  /// All of them, in no order, as a view.
  Collection<Ring> rings() {
    return Collections.unmodifiableCollection(rings.values());
  }

  /// Lets go of what is old. By the feed.
  void retire(long nowSeconds) {
    for (var ring : rings.values()) {
      int dropped = ring.retire(nowSeconds);
      if (dropped >= 0) {
        counts.drop(Loss.FORGOTTEN, dropped);
        rings.remove(ring.number(), ring);
      }
    }
  }

  /// How many services have a ring. Any thread.
  long services() {
    return rings.mappingCount();
  }
}
