package dev.allwell.server.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Equal parts of definitions made one while a ledger is loaded: most services of a large site are
/// checked by the same schedule, rules, request and labels.
///
/// Bounded: when 256 values of a kind are held, those of that kind are forgotten and it begins
/// anew. Lives as long as one load, on one thread.
final class Sharing {
  static final int MOST = 256;

  private final Map<Class<?>, Map<Object, Object>> kinds = new HashMap<>();
  private final Map<Class<?>, Map<String, Object>> read = new HashMap<>();

  /// What a text says of a kind of value, read once for all equal texts.
  <T> T read(Class<T> kind, String text, Function<String, T> reader) {
    var values = read.computeIfAbsent(kind, _ -> new HashMap<>());
    @Nullable Object known = values.get(text);
    if (known != null) {
      return kind.cast(known);
    }
    T value = one(reader.apply(text));
    if (values.size() == MOST) {
      values.clear();
    }
    values.put(text, value);
    return value;
  }

  /// The first of all equal values of its class, perhaps this one.
  <T> T one(T value) {
    var values = kinds.computeIfAbsent(value.getClass(), _ -> new HashMap<>());
    @Nullable Object first = values.get(value);
    if (first != null) {
      @SuppressWarnings("unchecked") // it was put by its own class, and equals this one
      T same = (T) first;
      return same;
    }
    if (values.size() == MOST) {
      values.clear();
    }
    values.put(value, value);
    return value;
  }
}
