package dev.allwell.server.reload;

import org.jspecify.annotations.Nullable;

/// When files that change have come to rest: they look as they did half a second ago, and not as
/// they did when they were last read. One thread.
final class Rest {
  static final long NANOS = 500_000_000L;

  private Signature read;
  private @Nullable Signature moving;
  private long sinceNanos;

  /// @param read how they looked when they were read
  Rest(Signature read) {
    this.read = read;
  }

  /// Whether they are to be read now.
  ///
  /// @param now how they look
  boolean due(Signature now, long nowNanos) {
    return still(now, nowNanos) && !now.equals(read);
  }

  /// Whether they can be read now: they have not changed since they were last read, or not for half
  /// a second.
  ///
  /// @param now how they look
  boolean still(Signature now, long nowNanos) {
    if (now.equals(read)) {
      moving = null;
      return true;
    }
    if (!now.equals(moving)) {
      moving = now;
      sinceNanos = nowNanos;
      return false;
    }
    return nowNanos - sinceNanos >= NANOS;
  }

  /// They were read as they looked then.
  void read(Signature then) {
    read = then;
    moving = null;
  }
}
