package dev.allwell.bench.throughput;

import java.util.Set;

/// A program whose checks are counted: it gets one core for itself, the targets have the other.
interface Contestant {
  String name();

  Set<Kind> kinds();

  /// Begins to check flat out, with as many in flight as all others, and is back once warm.
  Running start(Kind kind) throws InterruptedException;

  /// A contestant at work.
  interface Running extends AutoCloseable {
    /// Whose CPU is counted.
    long pid();

    /// The window that is measured begins.
    default void measured() {}

    /// The window is over; ends it.
    ///
    /// @throws dev.allwell.bench.Unfit when not all of its checks went well
    @Override
    void close();
  }
}
