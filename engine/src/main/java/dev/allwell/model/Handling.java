package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a service besides its statement; it outlasts a new one.
///
/// @param paused whether nobody checks it
/// @param registered whether it was last stated by `/register`, and not by the API or a file
/// @param ackOrNull that its trouble is known, perhaps for a time that is over
public record Handling(boolean paused, boolean registered, @Nullable Ack ackOrNull) {
  /// Neither paused, registered nor acknowledged.
  public static final Handling NONE = new Handling(false, false, null);

  /// The same for the many of which nobody has more to say, each once in memory.
  public static Handling of(boolean paused, boolean registered) {
    return PLAIN[(paused ? 1 : 0) + (registered ? 2 : 0)];
  }

  private static final Handling[] PLAIN = {
    NONE,
    new Handling(true, false, null),
    new Handling(false, true, null),
    new Handling(true, true, null)
  };

  public Optional<Ack> ack() {
    return Optional.ofNullable(ackOrNull);
  }

  /// The same, paused or not.
  public Handling paused(boolean now) {
    return with(now, registered, ackOrNull);
  }

  /// The same, stated by `/register` or not.
  public Handling registered(boolean now) {
    return with(paused, now, ackOrNull);
  }

  /// The same with another ack.
  public Handling acked(@Nullable Ack nowOrNull) {
    return with(paused, registered, nowOrNull);
  }

  private static Handling with(boolean paused, boolean registered, @Nullable Ack ackOrNull) {
    return ackOrNull == null ? of(paused, registered) : new Handling(paused, registered, ackOrNull);
  }
}
