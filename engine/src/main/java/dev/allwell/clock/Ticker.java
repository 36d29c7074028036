package dev.allwell.clock;

/// Monotonic time in nanoseconds from an arbitrary origin: for durations and due times, never for
/// dates. Any thread.
@FunctionalInterface
public interface Ticker {
  /// The machine's own.
  Ticker SYSTEM = System::nanoTime;

  long nanos();
}
