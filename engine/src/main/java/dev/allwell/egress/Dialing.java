package dev.allwell.egress;

/// A connection on its way. Used on the lane's thread.
@FunctionalInterface
public interface Dialing {
  /// Gives it up: what is half open is closed and the [Caller] hears nothing more. Of no effect
  /// once the caller was told.
  void hangUp();
}
