package dev.allwell.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// That somebody knows of a trouble, and says so: it counts as failing no more while this holds.
///
/// @param message why it is bearable; 1 to 512 printable characters
/// @param author who said it; 1 to 128 printable characters
/// @param at when it was said
/// @param expiresOrNull from when on it holds no more; null for until it is taken back
public record Ack(String message, String author, Instant at, @Nullable Instant expiresOrNull) {
  public static final int LONGEST_MESSAGE = 512;
  public static final int LONGEST_AUTHOR = 128;

  public Ack {
    message = Printable.line(message, LONGEST_MESSAGE);
    author = Printable.line(author, LONGEST_AUTHOR);
    if (message.isBlank() || author.isBlank()) {
      throw new IllegalArgumentException("an ack has a message and an author");
    }
  }

  /// From when on it holds no more; empty for until it is taken back.
  public Optional<Instant> expires() {
    return Optional.ofNullable(expiresOrNull);
  }

  /// Whether another one says the same, whenever it was said.
  public boolean saysLike(Ack other) {
    return message.equals(other.message)
        && author.equals(other.author)
        && expires().equals(other.expires());
  }

  /// Whether it counts at this moment.
  public boolean holds(Instant now) {
    return expiresOrNull == null || now.isBefore(expiresOrNull);
  }
}
