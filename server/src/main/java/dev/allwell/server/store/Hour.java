package dev.allwell.server.store;

import java.time.Instant;

/// The hours into which a service's ticks are cut, known by the unix minute at which they end.
///
/// Each service has a phase of its own, so that the ends, and with them the work, are spread. The
/// hour of a tick follows from its time alone: a reader knows which chunks can hold what it wants.
final class Hour {
  static final long MINUTES = 60;
  private static final long MILLIS_A_MINUTE = 60_000;
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Hour() {}

  /// The end of the hour that holds a tick of this time.
  static long endMinute(long service, long atMillis) {
    return after(service, Math.floorDiv(atMillis, MILLIS_A_MINUTE));
  }

  /// The first end of an hour of the service's after a minute.
  static long after(long service, long minute) {
    long phase = Math.floorMod((service * GOLDEN) >>> 16, MINUTES);
    return Math.floorDiv(minute - phase, MINUTES) * MINUTES + phase + MINUTES;
  }

  static long startMillis(long endMinute) {
    return (endMinute - MINUTES) * MILLIS_A_MINUTE;
  }

  static long minute(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 60);
  }
}
