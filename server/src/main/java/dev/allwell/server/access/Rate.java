package dev.allwell.server.access;

/// How often something may happen.
///
/// @param burst at once, after a time of rest; at least 1
/// @param perSecond in the long run; above 0
public record Rate(int burst, double perSecond) {
  private static final double HAIR = 1e-9;

  public Rate {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("no rate: " + burst + ", " + perSecond);
    }
  }

  /// One with a burst of what comes in a time.
  ///
  /// @param seconds of the burst
  public static Rate of(double perSecond, int seconds) {
    double burst = Math.ceil(perSecond * seconds - HAIR);
    return new Rate(Math.clamp((long) burst, 1, Integer.MAX_VALUE), perSecond);
  }

  /// So many times as much.
  Rate times(int factor) {
    return new Rate(Math.clamp((long) burst * factor, 1, Integer.MAX_VALUE), perSecond * factor);
  }
}
