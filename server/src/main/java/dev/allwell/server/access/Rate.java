package dev.allwell.server.access;

/// How often something may happen.
///
/// @param burst at once, after a time of rest; at least 1
/// @param perSecond in the long run; above 0
public record Rate(int burst, double perSecond) {
  public Rate {
    if (burst < 1 || !(perSecond > 0)) {
      throw new IllegalArgumentException("no rate: " + burst + ", " + perSecond);
    }
  }
}
