package dev.allwell.bench.tracker;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The statuses that one thread's requests end with. All contestants pay the same for asking.
@State(Scope.Thread)
public class Traffic {
  @Param private Kind kind = Kind.MIX;

  private int untilError;

  /// How many of the requests fail.
  public enum Kind {
    /// None.
    SUCCESSES("200", Integer.MAX_VALUE),
    /// All of them.
    ERRORS("500", 1),
    /// Each hundredth.
    MIX("1 % of 500", 100);

    private final String label;
    private final int errorEach;

    Kind(String label, int errorEach) {
      this.label = label;
      this.errorEach = errorEach;
    }

    String label() {
      return label;
    }
  }

  /// Begins anew.
  @Setup
  public void begin() {
    untilError = kind.errorEach;
  }

  /// 200 or 500.
  int nextStatus() {
    if (--untilError > 0) {
      return 200;
    }
    untilError = kind.errorEach;
    return 500;
  }

  /// Whether the next request fails: what a breaker is told.
  boolean nextFails() {
    return nextStatus() >= 500;
  }
}
