package dev.allwell.history;

/// The spans of time by which ticks are rolled up, in UTC, without leap seconds.
public enum Span {
  HOUR(3_600_000L),
  DAY(86_400_000L);

  private final long millis;

  Span(long millis) {
    this.millis = millis;
  }

  public long millis() {
    return millis;
  }

  /// When the span begins that holds a moment.
  public long floor(long atMillis) {
    return atMillis - Math.floorMod(atMillis, millis);
  }

  /// The first begin of a span that is not before a moment.
  public long ceiling(long atMillis) {
    return floor(atMillis + millis - 1);
  }
}
