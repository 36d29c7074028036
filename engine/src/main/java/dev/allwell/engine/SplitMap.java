package dev.allwell.engine;

import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable map from text, in many small parts: a changed copy shares all parts but those that
/// differ, so that one entry among a million costs some kilobytes and not the whole. The trees of
/// persistent collections would do the same with several objects more for each entry.
final class SplitMap<V> {
  /// On average at most.
  private static final int ENTRIES_A_PART = 32;

  private static final int GOLDEN = 0x9E3779B9;

  /// As many as a power of two.
  private final List<Map<String, V>> parts;

  private final int size;

  private SplitMap(List<Map<String, V>> parts, int size) {
    this.parts = parts;
    this.size = size;
  }

  /// One without entries.
  static <V> SplitMap<V> empty() {
    return new SplitMap<>(List.of(Map.of()), 0);
  }

  @Nullable V get(String key) {
    return parts.get(index(key, parts.size())).get(key);
  }

  int size() {
    return size;
  }

  /// All of them in no order, as a view.
  Collection<V> values() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<V> iterator() {
        return stream().iterator();
      }

      @Override
      public Stream<V> stream() {
        return parts.stream().flatMap(part -> part.values().stream());
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  Draft<V> draft() {
    return new Draft<>(this);
  }

  /// By the high bits of the mixed hash: within a part the low ones still tell keys apart.
  private static int index(String key, int parts) {
    return parts == 1 ? 0 : (key.hashCode() * GOLDEN) >>> (Integer.numberOfLeadingZeros(parts) + 1);
  }

  /// A copy that can be written to. One thread.
  static final class Draft<V> {
    private List<Map<String, V>> parts;
    private int size;

    /// Which parts are this draft's alone; none before the first write.
    private final BitSet own = new BitSet();

    private Draft(SplitMap<V> before) {
      parts = before.parts;
      size = before.size;
    }

    @Nullable V get(String key) {
      return parts.get(index(key, parts.size())).get(key);
    }

    /// What the key stood for before; from now on it stands for the value.
    @Nullable V put(String key, V value) {
      var before = writable(key).put(key, value);
      if (before == null && ++size > parts.size() * ENTRIES_A_PART) {
        split();
      }
      return before;
    }

    void remove(String key) {
      if (writable(key).remove(key) != null) {
        size--;
      }
    }

    /// All of them in no order, as a view for as long as nothing is written.
    Collection<V> values() {
      return new SplitMap<>(parts, size).values();
    }

    /// The map as it is now; the draft must not be written to any more.
    SplitMap<V> done() {
      return new SplitMap<>(parts, size);
    }

    private Map<String, V> writable(String key) {
      if (own.isEmpty()) {
        parts = new ArrayList<>(parts);
      }
      int at = index(key, parts.size());
      if (!own.get(at)) {
        parts.set(at, new HashMap<>(parts.get(at)));
        own.set(at);
      }
      return parts.get(at);
    }

    private void split() {
      int count = parts.size() * 4;
      var wider = new ArrayList<Map<String, V>>(count);
      for (int i = 0; i < count; i++) {
        wider.add(new HashMap<>());
      }
      for (var part : parts) {
        part.forEach((key, value) -> wider.get(index(key, count)).put(key, value));
      }
      parts = wider;
      own.set(0, count);
    }
  }
}
