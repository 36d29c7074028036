package dev.allwell.server.access;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A token as it is kept: all but its text.
///
/// @param name unique, `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`
/// @param hash SHA-256 of its text, 64 lower-case hex digits
/// @param expiresOrNull from when on it is worth nothing; null for never
public record Token(
    String name,
    Scope scope,
    String hash,
    Origin origin,
    Instant created,
    @Nullable Instant expiresOrNull) {
  /// The name of the token that the first start makes.
  public static final String OWNERS = "admin-token";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public Token {
    if (!isName(name)) {
      throw new IllegalArgumentException("not a token's name: " + name);
    }
    if (!TokenText.isHash(hash)) {
      throw new IllegalArgumentException("not a hash of a token, 64 hex digits: of " + name);
    }
  }

  /// Where a token came from.
  public enum Origin {
    /// Made at the first start, for the owner of the data folder.
    AUTOMATIC,
    /// Made by a person, through the API.
    API,
    /// Named in the configuration.
    FILE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /// As it is written in every interface: lower case.
    public String code() {
      return code;
    }
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  public Optional<Instant> expires() {
    return Optional.ofNullable(expiresOrNull);
  }

  public boolean isExpired(Instant now) {
    return expiresOrNull != null && !now.isBefore(expiresOrNull);
  }

  /// Whether somebody decided that it should exist. The automatic one does not count: every
  /// installation has it, so that it tells nothing of a wish to be reached by others.
  public boolean wasGiven() {
    return switch (origin) {
      case AUTOMATIC -> false;
      case API, FILE -> true;
    };
  }

  Token endingAt(Instant end) {
    return new Token(name, scope, hash, origin, created, end);
  }
}
