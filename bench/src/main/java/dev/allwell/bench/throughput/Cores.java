package dev.allwell.bench.throughput;

import dev.allwell.bench.Unfit;
import dev.allwell.testkit.process.Command;

/// Which core the contestant has, and which the targets and whoever drives.
record Cores(int contestant, int target) {
  /// @throws Unfit when there is only one
  static Cores pair() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw Unfit.missing("two cores are needed: one for the checks, one for the target");
    }
    return new Cores(0, 1);
  }

  /// A program held to one core.
  static Command pinned(int core, String... words) {
    return Command.of(words).pinned(core);
  }
}
