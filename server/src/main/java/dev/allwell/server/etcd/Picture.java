package dev.allwell.server.etcd;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// All keys that are read, as they were at one moment. Immutable.
///
/// @param cluster who told it
/// @param revision up to which it is complete
/// @param keys none of them a stray one
record Picture(long cluster, long revision, SortedMap<String, Held> keys) {
  static final int MOST_KEYS = 500_000;
  static final long MOST_WEIGHT = 256L << 20;

  Picture {
    keys = Collections.unmodifiableSortedMap(keys);
  }

  /// The same after some changes, in their order; of those that it has already, nothing.
  ///
  /// @throws EtcdTrouble when it would be more than is kept
  Picture after(Iterable<Changed> changes, long listed) throws EtcdTrouble {
    var next = new TreeMap<>(keys);
    long last = revision;
    for (var change : changes) {
      if (change.revision() > listed) {
        if (change.heldOrNull() == null) {
          next.remove(change.key());
        } else {
          next.put(change.key(), change.heldOrNull());
        }
        last = Math.max(last, change.revision());
      }
    }
    refuseTooMuch(next);
    return new Picture(cluster, last, next);
  }

  /// @throws EtcdTrouble when this is more than is kept
  static void refuseTooMuch(SortedMap<String, Held> keys) throws EtcdTrouble {
    if (keys.size() > MOST_KEYS) {
      throw new EtcdTrouble("there are more than %,d keys".formatted(MOST_KEYS));
    }
    if (keys.values().stream().mapToLong(Held::weight).sum() > MOST_WEIGHT) {
      throw new EtcdTrouble("its values are more than is kept, 256 MiB");
    }
  }
}
