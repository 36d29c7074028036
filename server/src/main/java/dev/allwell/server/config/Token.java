package dev.allwell.server.config;

import dev.allwell.model.Secret;
import java.util.Locale;

/// A token that the file grants.
///
/// @param hash of the token, as it was in its file
public record Token(String name, Scope scope, Secret hash) {
  /// What its bearer may do; each includes those before it.
  public enum Scope {
    READ,
    REGISTER,
    WRITE,
    ADMIN;

    /// As it is written.
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
