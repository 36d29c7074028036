package dev.allwell.model;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What several services are for together: asked after as one, by people and by load balancers.
///
/// @param name as services name it
/// @param source who stated it
/// @param periodOrNull the longest time between two checks of a service in it; null for no bound
/// @param resilient whether one instance that is well is enough for all of its kind
/// @param sticky whether it stays disabled, once it was found bad, until a person enables it
/// @param enabled whether it may be good to go at all, as it was stated
public record Category(
    String name,
    Source source,
    @Nullable Duration periodOrNull,
    boolean resilient,
    boolean sticky,
    boolean enabled) {
  /// The one that every service is in.
  public static final String DEFAULT = "default";

  /// The period of [#DEFAULT] for services from etcd, unless another one is stated.
  public static final Duration ETCD_PERIOD = Duration.ofSeconds(60);

  public static final Duration SHORTEST_PERIOD = Schedule.SHORTEST_INTERVAL;
  public static final Duration LONGEST_PERIOD = Schedule.LONGEST_INTERVAL;

  public Category {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a category without a name");
    }
    if (periodOrNull != null
        && (periodOrNull.compareTo(SHORTEST_PERIOD) < 0
            || periodOrNull.compareTo(LONGEST_PERIOD) > 0)) {
      throw new IllegalArgumentException(
          "period: "
              + periodOrNull
              + " is not within "
              + SHORTEST_PERIOD
              + " and "
              + LONGEST_PERIOD);
    }
  }

  /// One of which nobody said anything.
  public static Category unstated(String name) {
    return new Category(name, Source.API, null, false, false, true);
  }

  /// The longest time between two checks of a service in it; empty for no bound.
  public Optional<Duration> period() {
    return Optional.ofNullable(periodOrNull);
  }

  /// The same, enabled or not.
  public Category enabled(boolean now) {
    return new Category(name, source, periodOrNull, resilient, sticky, now);
  }
}
