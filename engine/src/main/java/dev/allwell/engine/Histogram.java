package dev.allwell.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Durations counted into fixed buckets. One thread records, any thread reads.
public final class Histogram {
  /// Upper bounds, inclusive, in nanoseconds: 1 ms to 60 s.
  private static final long[] BOUNDS =
      List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000).stream()
          .mapToLong(millis -> Duration.ofMillis(millis).toNanos())
          .toArray();

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS.length + 1);
  private final AtomicLong sum = new AtomicLong();

  /// Counts a duration; a negative one counts as zero.
  void record(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    counts.lazySet(bucket, counts.getPlain(bucket) + 1);
    sum.lazySet(sum.getPlain() + Math.max(0, nanos));
  }

  public Snapshot snapshot() {
    var copy = new long[counts.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts.get(i);
    }
    return new Snapshot(copy, sum.get());
  }

  /// What was counted up to a moment.
  ///
  /// @param counts per bucket, not cumulative; the last one is for all above the highest bound
  /// @param sumNanos of all durations
  @SuppressWarnings("ArrayRecordComponent") // read once by the exposition, never compared
  public record Snapshot(long[] counts, long sumNanos) {
    /// The upper bounds in seconds, ascending, without infinity.
    public static double[] boundsSeconds() {
      var seconds = new double[BOUNDS.length];
      for (int i = 0; i < BOUNDS.length; i++) {
        seconds[i] = BOUNDS[i] / 1e9;
      }
      return seconds;
    }

    public long count() {
      long all = 0;
      for (long count : counts) {
        all += count;
      }
      return all;
    }
  }
}
