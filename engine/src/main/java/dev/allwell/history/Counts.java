package dev.allwell.history;

import dev.allwell.model.Sample;
import java.util.List;

/// How many ticks ended how; unknown are those that failed by our own fault, and those that stand
/// where a service was paused.
public record Counts(long up, long down, long unknown) {
  public static final Counts NONE = new Counts(0, 0, 0);

  static Counts of(List<Sample> ticks) {
    long up = 0;
    long down = 0;
    long unknown = 0;
    for (var tick : ticks) {
      switch (Mark.kind(tick)) {
        case UP -> up++;
        case DOWN -> down++;
        case UNKNOWN -> unknown++;
      }
    }
    return new Counts(up, down, unknown);
  }

  public Counts plus(Counts other) {
    return new Counts(up + other.up, down + other.down, unknown + other.unknown);
  }

  public long ticks() {
    return up + down + unknown;
  }
}
