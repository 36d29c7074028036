package dev.allwell.server.access;

/// A token that the configuration names.
///
/// @param hash SHA-256 of its text, 64 lower-case hex digits, as `./allwell token generate` prints
///   it; a line break around it counts as left out
public record ConfiguredToken(String name, Scope scope, String hash) {
  public ConfiguredToken {
    hash = hash.strip();
    if (!Token.isName(name)) {
      throw new IllegalArgumentException(
          "\"" + name + "\" is not a token's name: letters, digits and ._-, at most 64");
    }
    if (!TokenText.isHash(hash)) {
      throw new IllegalArgumentException("expected the SHA-256 of a token: 64 hex digits");
    }
    if (name.equals(Token.OWNERS)) {
      throw new IllegalArgumentException("\"" + name + "\" is the name of the automatic token");
    }
  }

  /// Whether a text is the hash of a token, but for what is blank around it.
  public static boolean isHash(String text) {
    return TokenText.isHash(text.strip());
  }
}
