package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How people deal with a service just now, whatever its statement says; it outlasts a new
/// statement.
///
/// @param paused whether nobody checks it
/// @param ackOrNull that its trouble is known, perhaps for a time that is over
public record Handling(boolean paused, @Nullable Ack ackOrNull) {
  /// Nobody does anything about it.
  public static final Handling NONE = new Handling(false, null);

  public Optional<Ack> ack() {
    return Optional.ofNullable(ackOrNull);
  }

  /// The same, paused or not.
  public Handling paused(boolean now) {
    return new Handling(now, ackOrNull);
  }

  /// The same with another ack.
  public Handling acked(@Nullable Ack nowOrNull) {
    return new Handling(paused, nowOrNull);
  }
}
