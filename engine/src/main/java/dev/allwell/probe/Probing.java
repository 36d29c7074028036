package dev.allwell.probe;

/// An attempt under way. Used on the lane's thread.
@FunctionalInterface
public interface Probing {
  /// An attempt that is over.
  Probing OVER = () -> {};

  /// Ends it at once: what it holds open is closed before this returns, and its `done` is never
  /// called. Of no effect once that was called. A question to a name server that is under way is
  /// let go: its answer goes into the cache.
  void cancel();
}
