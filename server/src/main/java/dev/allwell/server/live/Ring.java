package dev.allwell.server.live;

import org.jspecify.annotations.Nullable;

/// The last entries of a kind. Not for two threads at once.
final class Ring {
  private final @Nullable Entry[] entries;
  private long end;
  private long completeSince;

  Ring(int capacity) {
    entries = new Entry[capacity];
  }

  void add(Entry entry) {
    var evicted = entries[index(end)];
    if (evicted != null) {
      completeSince = Math.max(completeSince, evicted.sequence());
    }
    entries[index(end)] = entry;
    end++;
  }

  /// Where the next entry will stand.
  long end() {
    return end;
  }

  /// Where the oldest entry stands.
  long begin() {
    return Math.max(0, end - entries.length);
  }

  /// The lowest sequence after which nothing is missing.
  long completeSince() {
    return completeSince;
  }

  /// Something that came before this sequence is missing.
  void missing(long sequence) {
    completeSince = Math.max(completeSince, sequence);
  }

  Entry at(long place) {
    var entry = place < begin() || place >= end ? null : entries[index(place)];
    if (entry == null) {
      throw new IndexOutOfBoundsException(place);
    }
    return entry;
  }

  /// The place of the first entry after a sequence.
  long after(long sequence) {
    long low = begin();
    long high = end;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (at(middle).sequence() <= sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int index(long place) {
    return (int) (place % entries.length);
  }
}
