package dev.allwell.definition;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Equal values made one, so that a million services that say the same share one record.
///
/// Bounded: when 256 values are held, they are forgotten and it begins anew; constants stay. Any
/// thread.
///
/// @param <T> immutable values
final class Shared<T> {
  static final int MOST = 256;
  private final Map<T, T> constants;
  private final Map<T, T> values = new ConcurrentHashMap<>();

  /// @param constants the instances that are returned for what equals them
  Shared(Collection<T> constants) {
    this.constants =
        constants.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), c -> c));
  }

  /// How many values are held besides the constants.
  int held() {
    return values.size();
  }

  /// The first of all equal values, perhaps this one.
  T one(T value) {
    @Nullable T constant = constants.get(value);
    if (constant != null) {
      return constant;
    }
    if (values.size() >= MOST && !values.containsKey(value)) {
      values.clear();
    }
    @Nullable T first = values.putIfAbsent(value, value);
    return first == null ? value : first;
  }
}
