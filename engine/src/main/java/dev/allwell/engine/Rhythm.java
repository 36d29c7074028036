package dev.allwell.engine;

/// When services are due: each at a phase of its own, hashed from its id and spread evenly over the
/// interval, so that nothing starts in a stampede and cadence never drifts.
///
/// @param originNanos the monotonic time from which beats are counted
record Rhythm(long originNanos) {
  /// The first beat strictly after a moment.
  long beatAfter(long nanos, String id, long intervalNanos) {
    long phase = phase(id, intervalNanos);
    long beats = Math.floorDiv(nanos - originNanos - phase, intervalNanos) + 1;
    return originNanos + phase + beats * intervalNanos;
  }

  /// Which of `lanes` lanes a service belongs to.
  static int lane(String id, int lanes) {
    return (int) Long.remainderUnsigned(mix(id) >>> 7, lanes);
  }

  private static long phase(String id, long intervalNanos) {
    return Math.unsignedMultiplyHigh(mix(id), intervalNanos);
  }

  /// FNV-1a over the characters, finished as in MurmurHash3, so that ids which differ in their last
  /// digit alone lie far apart.
  private static long mix(String id) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
