package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The raw part of a state: it follows each check, thresholds or not, and can be rebuilt from the
/// samples alone.
///
/// @param ticks checks counted; `up` of them were good
/// @param meanMillis true running mean of the response times of all ticks
/// @param streak consecutive results of the last one's kind: positive good, negative bad
/// @param recent results of the last checks, newest in the lowest bit, 1 = good
/// @param latestOrNull the last sample that counts; null before the first
public record Tally(
    long ticks,
    long up,
    double meanMillis,
    int streak,
    long recent,
    @Nullable Sample latestOrNull) {
  /// How many results the score looks back on, unless told otherwise.
  public static final int SCORE_WINDOW = 10;

  public static final Tally EMPTY = new Tally(0, 0, 0, 0, 0, null);

  public Optional<Sample> latest() {
    return Optional.ofNullable(latestOrNull);
  }

  public long down() {
    return ticks - up;
  }

  public int consecutiveFailures() {
    return Math.max(0, -streak);
  }

  public int consecutiveSuccesses() {
    return Math.max(0, streak);
  }

  /// Successes ÷ results · 100 over the last `window` (1 to 64) results; -1 before the first.
  public int score(int window) {
    int results = (int) Math.min(ticks, window);
    if (results == 0) {
      return -1;
    }
    long mask = window == Long.SIZE ? -1L : (1L << window) - 1;
    return Math.toIntExact(Math.round(100.0 * Long.bitCount(recent & mask) / results));
  }

  /// This tally with one more sample; what is our own fault leaves no trace in it.
  public Tally with(Sample sample) {
    if (!sample.counted()) {
      return this;
    }
    boolean good = sample.up();
    long count = ticks + 1;
    double mean = meanMillis + (sample.latencyMicros() / 1000.0 - meanMillis) / count;
    int run = good ? Math.max(streak, 0) + 1 : Math.min(streak, 0) - 1;
    long bits = recent << 1 | (good ? 1 : 0);
    return new Tally(count, up + (good ? 1 : 0), mean, run, bits, sample);
  }
}
