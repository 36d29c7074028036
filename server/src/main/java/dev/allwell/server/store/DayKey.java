package dev.allwell.server.store;

import dev.allwell.history.Span;

/// The key of a service's roll-ups of one day: the day first, so that rows of a day lie together.
final class DayKey {
  private static final int SERVICE_BITS = 40;
  private static final long SERVICES = 1L << SERVICE_BITS;

  private DayKey() {}

  /// @param day in days since 1970, which may be negative
  static long of(long day, long service) {
    if (service < 0 || service >= SERVICES) {
      throw new IllegalArgumentException("no number of a service: " + service);
    }
    return day * SERVICES + service;
  }

  /// Where the keys of a day begin.
  static long first(long day) {
    return day * SERVICES;
  }

  static long day(long key) {
    return key >> SERVICE_BITS;
  }

  /// The day that holds a moment.
  static long dayOf(long atMillis) {
    return Math.floorDiv(atMillis, Span.DAY.millis());
  }
}
