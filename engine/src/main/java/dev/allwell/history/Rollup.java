package dev.allwell.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What became of a service from one moment to another.
///
/// @param to exclusive; never in the future
/// @param counts of the ticks in between
/// @param known the time in between of which it is known how the service did: see [Mark]
public record Rollup(Instant from, Instant to, Counts counts, Known known, Latencies latencies) {

  /// One roll-up of everything from one moment to another.
  ///
  /// @param segments of the time in between, in order
  /// @param beforeOrNull the last tick before it
  public static Rollup of(
      long fromMillis, long toMillis, List<Segment> segments, @Nullable Mark beforeOrNull) {
    long firstMillis = segments.isEmpty() ? toMillis : segments.getFirst().firstMillis();
    var known = beforeOrNull == null ? Known.NOTHING : beforeOrNull.over(fromMillis, firstMillis);
    var counts = Counts.NONE;
    var latencies = Latencies.NONE;
    if (!segments.isEmpty()) {
      var all = Segment.joined(segments);
      counts = all.counts();
      known = known.plus(all.known()).plus(all.last().over(all.last().atMillis(), toMillis));
      latencies = all.latencies();
    }
    return new Rollup(
        Instant.ofEpochMilli(fromMillis), Instant.ofEpochMilli(toMillis), counts, known, latencies);
  }

  /// A roll-up a bucket, oldest first; none for a bucket without ticks of which nothing is known.
  ///
  /// @param fromMillis begin of a bucket
  /// @param toMillis cuts the last one short
  /// @param segments each within one bucket
  public static List<Rollup> buckets(
      Step step,
      long fromMillis,
      long toMillis,
      List<Segment> segments,
      @Nullable Mark beforeOrNull) {
    var rollups = new ArrayList<Rollup>();
    var before = beforeOrNull;
    int next = 0;
    for (long at = fromMillis; at < toMillis; at += step.length().toMillis()) {
      long end = Math.min(at + step.length().toMillis(), toMillis);
      int first = next;
      while (next < segments.size() && segments.get(next).firstMillis() < end) {
        next++;
      }
      var rollup = of(at, end, segments.subList(first, next), before);
      if (rollup.counts.ticks() > 0 || rollup.known.millis() > 0) {
        rollups.add(rollup);
      }
      before = next > first ? segments.get(next - 1).last() : before;
    }
    return rollups;
  }

  /// The time of which nobody knows.
  public long unknownMillis() {
    return Duration.between(from, to).toMillis() - known.millis();
  }

  /// Time up ÷ (time up + time down) · 100; empty when nothing is known.
  public OptionalDouble uptimePercent() {
    return known.millis() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(100.0 * known.upMillis() / known.millis());
  }
}
