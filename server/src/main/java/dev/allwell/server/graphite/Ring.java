package dev.allwell.server.graphite;

import java.util.concurrent.TimeUnit;

/// The last sixty results of a service, written or not: those that were written into a connection
/// are kept for the case that it breaks, until newer ones take their place.
///
/// An `int` a result: whole seconds since 2020, which end in 2088, and one bit. The monitor is held
/// for as long as one number is put down, or sixty copied; nobody does anything else meanwhile.
final class Ring {
  static final int KEPT = 60;

  /// So many unwritten ones and it is time to write, whatever the clock says.
  static final int MANY = 30;

  private static final long SECONDS_BEFORE_2020 = 1_577_836_800;
  private static final long SETTLED_SECONDS = TimeUnit.HOURS.toSeconds(1);
  private static final long FORGOTTEN_SECONDS = TimeUnit.DAYS.toSeconds(1);

  private final long number;
  private final int[] points = new int[KEPT];
  private volatile String name;
  private int end;
  private int written;
  private boolean retired;

  /// @param number of the service's registration
  /// @param name of the service
  Ring(long number, String name) {
    this.number = number;
    this.name = name;
  }

  /// What is to be written.
  ///
  /// @param points from the oldest to the newest
  /// @param until where those end, to be told to [#wrote]
  @SuppressWarnings("ArrayRecordComponent")
  record Taken(int[] points, int until) {}

  /// What an addition came to.
  enum Added {
    KEPT,
    /// An older one that was never written went for it.
    OVERFLOWED,
    /// This is the last one before too many are unwritten.
    MANY,
    /// Nothing is kept here any more.
    RETIRED
  }

  long number() {
    return number;
  }

  /// As it was at the last result.
  String name() {
    return name;
  }

  synchronized Added add(String service, long seconds, boolean good) {
    if (retired) {
      return Added.RETIRED;
    }
    if (!name.equals(service)) {
      name = service;
    }
    points[end % KEPT] = point(seconds, good);
    end++;
    if (end - written > KEPT) {
      written++;
      return Added.OVERFLOWED;
    }
    return end - written == MANY ? Added.MANY : Added.KEPT;
  }

  /// Copies the unwritten ones, or all.
  synchronized Taken take(boolean all) {
    int from = all ? Math.max(0, end - KEPT) : written;
    var copy = new int[end - from];
    for (int i = from; i < end; i++) {
      copy[i - from] = points[i % KEPT];
    }
    return new Taken(copy, end);
  }

  /// What was taken is in a connection.
  ///
  /// @return how many of them had not been written before
  synchronized int wrote(int until) {
    int first = Math.max(0, until - written);
    written += first;
    return first;
  }

  /// Drops what is unwritten.
  ///
  /// @return how many
  synchronized int skip() {
    return wrote(end);
  }

  /// Ends it when it is old: written wholly and without a result for an hour, or for a day.
  ///
  /// @return how many unwritten ones went with it; -1 when it goes on
  synchronized int retire(long nowSeconds) {
    long age = end == 0 ? 0 : nowSeconds - seconds(points[(end - 1) % KEPT]);
    if (age > FORGOTTEN_SECONDS || (age > SETTLED_SECONDS && written == end)) {
      retired = true;
      return skip();
    }
    return -1;
  }

  private static int point(long seconds, boolean good) {
    int since = Math.clamp(seconds - SECONDS_BEFORE_2020, 0, Integer.MAX_VALUE);
    return (since << 1) | (good ? 1 : 0);
  }

  /// Unix time of a point.
  static long seconds(int point) {
    return (point >>> 1) + SECONDS_BEFORE_2020;
  }

  /// Whether a point is a good result.
  static boolean good(int point) {
    return (point & 1) == 1;
  }
}
