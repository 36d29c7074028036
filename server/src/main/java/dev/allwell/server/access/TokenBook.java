package dev.allwell.server.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where tokens are kept.
///
/// A port; `TokenBookContract` holds every implementation to what is said here. Each method blocks,
/// and throws what the store throws when it cannot: then nothing was changed.
public interface TokenBook {
  /// All tokens, in any order. What is damaged is left out: a token that cannot be trusted is none.
  List<Kept> load();

  /// Keeps a token in place of the one of this name, if there is one; durable when it returns.
  void put(Kept token);

  /// Forgets the token of this name; durable when it returns. Of one that is not there, nothing.
  void remove(String name);

  /// A token and what is remembered of it.
  ///
  /// @param usedOrNull in which hour it was used last; null for never
  record Kept(Token token, @Nullable Instant usedOrNull) {
    public Optional<Instant> used() {
      return Optional.ofNullable(usedOrNull);
    }
  }
}
