package dev.allwell.server.store;

import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What was counted of one service on one day: by the hour, and as a whole.
///
/// @param hours by the begin of the hour, in milliseconds
/// @param dayOrNull null when nothing was counted, or it cannot be read
record DayRollups(NavigableMap<Long, Segment> hours, @Nullable Segment dayOrNull) {

  static DayRollups of(List<Segment> hours, @Nullable Segment dayOrNull) {
    var byBegin = new TreeMap<Long, Segment>();
    hours.forEach(hour -> byBegin.put(Span.HOUR.floor(hour.firstMillis()), hour));
    return new DayRollups(byBegin, dayOrNull);
  }

  /// The day as a whole, put together from its hours when it is not known; none when nothing is.
  List<Segment> whole() {
    if (dayOrNull != null) {
      return List.of(dayOrNull);
    }
    return hours.isEmpty() ? List.of() : List.of(Segment.joined(List.copyOf(hours.values())));
  }

  /// With more ticks of the day.
  ///
  /// @param ticks in the order of their times; at least one
  /// @param stored the ticks that were counted before, as far as they are still there; asked only
  ///   for hours in which ticks come out of order
  DayRollups with(List<Sample> ticks, Stored stored) throws SQLException {
    var counted = new TreeMap<>(hours);
    for (var more : byHour(ticks).entrySet()) {
      long begin = more.getKey();
      var later = Segment.of(more.getValue());
      var before = counted.get(begin);
      counted.put(begin, before == null ? later : joined(before, later, more.getValue(), stored));
    }
    var whole =
        dayOrNull == null
            ? Segment.joined(List.copyOf(counted.values()))
            : dayOrNull.with(Segment.of(ticks), () -> List.copyOf(counted.values()));
    return new DayRollups(counted, whole);
  }

  private static Segment joined(Segment before, Segment later, List<Sample> ticks, Stored stored)
      throws SQLException {
    if (later.firstMillis() >= before.last().atMillis()
        || later.last().atMillis() < before.firstMillis()) {
      return before.with(later, List::of);
    }
    long begin = Span.HOUR.floor(before.firstMillis());
    var all = new ArrayList<>(stored.ticks(begin, begin + Span.HOUR.millis()));
    all.addAll(ticks);
    all.sort(Comparator.comparingLong(Sample::atMillis));
    return before.with(later, () -> List.of(Segment.of(all)));
  }

  /// Segments of the hours of these ticks.
  ///
  /// @param ticks in the order of their times
  static List<Segment> hours(List<Sample> ticks) {
    return byHour(ticks).values().stream().map(Segment::of).toList();
  }

  private static NavigableMap<Long, List<Sample>> byHour(List<Sample> ticks) {
    return by(Span.HOUR, ticks);
  }

  /// Ticks by the begin of their span.
  static NavigableMap<Long, List<Sample>> by(Span span, List<Sample> ticks) {
    var byBegin = new TreeMap<Long, List<Sample>>();
    for (var tick : ticks) {
      byBegin.computeIfAbsent(span.floor(tick.atMillis()), _ -> new ArrayList<>()).add(tick);
    }
    return byBegin;
  }

  /// Reads ticks that are in chunks.
  @FunctionalInterface
  interface Stored {
    /// Those of `from` ≤ at < `to`, in the order of their times.
    List<Sample> ticks(long fromMillis, long toMillis) throws SQLException;
  }
}
