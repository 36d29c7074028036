package dev.allwell.history;

import dev.allwell.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What was counted over ticks that follow one another: enough to join it with what comes before
/// and after, without the ticks themselves.
///
/// Time is counted between the first tick and the last; what the last one says of the time after it
/// is known only together with what follows.
///
/// @param known between `firstMillis` and the last tick
/// @param firstMillis time of the first tick
/// @param last the last tick
public record Segment(
    Counts counts, Known known, long firstMillis, Mark last, Latencies latencies) {

  /// The segment of these ticks.
  ///
  /// @param ticks in the order of their times; at least one
  public static Segment of(List<Sample> ticks) {
    var known = Known.NOTHING;
    var last = Mark.of(ticks.getFirst());
    for (var tick : ticks.subList(1, ticks.size())) {
      known = known.plus(last.over(last.atMillis(), tick.atMillis()));
      last = Mark.of(tick);
    }
    return new Segment(
        Counts.of(ticks), known, ticks.getFirst().atMillis(), last, Latencies.of(ticks));
  }

  /// The segment of all their ticks.
  ///
  /// @param segments at least one; none begins before the one ahead of it ends
  public static Segment joined(List<Segment> segments) {
    var counts = Counts.NONE;
    var known = Known.NOTHING;
    var last = segments.getFirst().last;
    for (var segment : segments) {
      counts = counts.plus(segment.counts);
      known = known.plus(last.over(last.atMillis(), segment.firstMillis)).plus(segment.known);
      last = segment.last;
    }
    return new Segment(
        counts,
        known,
        segments.getFirst().firstMillis,
        last,
        Latencies.joined(segments.stream().map(Segment::latencies).toList()));
  }

  /// This and ticks that were taken later, whenever they were made.
  ///
  /// @param anew counts both from what is still there in detail; asked only when the later ticks
  ///   fall between those of this one. May hold less than both: then the later ticks are counted,
  ///   and no time is attributed to them
  public Segment with(Segment later, Supplier<List<Segment>> anew) {
    if (later.firstMillis >= last.atMillis()) {
      return joined(List.of(this, later));
    }
    if (later.last.atMillis() < firstMillis) {
      return joined(List.of(later, this));
    }
    var parts = new ArrayList<>(anew.get());
    if (!parts.isEmpty()) {
      var counted = joined(parts);
      if (counted.counts.equals(counts.plus(later.counts))) {
        return counted;
      }
    }
    return absorbing(later);
  }

  private Segment absorbing(Segment later) {
    return new Segment(
        counts.plus(later.counts),
        known,
        Math.min(firstMillis, later.firstMillis),
        later.last.atMillis() >= last.atMillis() ? later.last : last,
        Latencies.joined(List.of(latencies, later.latencies)));
  }
}
