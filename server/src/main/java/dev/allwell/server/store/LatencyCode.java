package dev.allwell.server.store;

/// Response times as small codes: microseconds up to 63 exactly, above that 32 steps an octave.
///
/// A code stands for the middle of its step, so that what comes back is within 1/64 of what went
/// in. Coding what came back gives the same code again.
final class LatencyCode {
  private static final int STEP_BITS = 5;
  private static final int STEPS = 1 << STEP_BITS;
  private static final int EXACT = 2 * STEPS;

  private LatencyCode() {}

  /// @param micros below 0 counts as 0
  static int of(long micros) {
    long value = Math.max(0, micros);
    if (value < EXACT) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (value >>> shift & STEPS - 1);
  }

  static long micros(int code) {
    if (code < EXACT) {
      return code;
    }
    int shift = code / STEPS - 1;
    long lowest = (long) (STEPS + code % STEPS) << shift;
    return lowest + (1L << shift >> 1);
  }
}
