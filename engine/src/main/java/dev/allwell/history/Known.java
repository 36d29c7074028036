package dev.allwell.history;

/// Time of which it is known how a service did; all other time is unknown, and is neither.
public record Known(long upMillis, long downMillis) {
  public static final Known NOTHING = new Known(0, 0);

  public Known plus(Known other) {
    return new Known(upMillis + other.upMillis, downMillis + other.downMillis);
  }

  public long millis() {
    return upMillis + downMillis;
  }
}
