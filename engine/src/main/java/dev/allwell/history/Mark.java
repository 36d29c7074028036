package dev.allwell.history;

import dev.allwell.model.Sample;

/// What a tick says of the time after it.
///
/// A tick speaks from its own time until the next tick, and never longer than it is good for: max(2
/// × interval, interval + 30 s) of the schedule by which it was made. An up tick makes that time
/// up, a down tick makes it down. A tick that failed by our own fault makes it unknown: it ends
/// what the tick before it said. Time after the last word, before the first tick, and beyond the
/// present is unknown. With ticks that came out of order, next means next in time.
///
/// @param goodForMillis how long it speaks at most
public record Mark(long atMillis, Kind kind, long goodForMillis) {
  /// What a tick says.
  public enum Kind {
    UP,
    DOWN,
    UNKNOWN
  }

  public static Mark of(Sample tick) {
    return new Mark(tick.atMillis(), kind(tick), tick.goodForMillis());
  }

  /// What it says of the time from one moment to another, in which no tick follows.
  public Known over(long fromMillis, long toMillis) {
    long from = Math.max(fromMillis, atMillis);
    long millis = Math.max(0, Math.min(toMillis, atMillis + goodForMillis) - from);
    return switch (kind) {
      case UP -> new Known(millis, 0);
      case DOWN -> new Known(0, millis);
      case UNKNOWN -> Known.NOTHING;
    };
  }

  static Kind kind(Sample tick) {
    if (!tick.counted()) {
      return Kind.UNKNOWN;
    }
    return tick.up() ? Kind.UP : Kind.DOWN;
  }
}
