package dev.allwell.model;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A proxy on the way to a target, which it finds by itself: names are resolved there.
///
/// @param loginOrNull who we are, where it asks
public record Proxy(Kind kind, Endpoint endpoint, @Nullable Login loginOrNull) {

  /// What is spoken with it.
  public enum Kind {
    /// SOCKS 5 (RFC 1928).
    SOCKS5,
    /// HTTP: it is asked for a tunnel by CONNECT (RFC 9110 §9.3.6), or sent requests to plain http.
    HTTP;

    private final String scheme = name().toLowerCase(Locale.ROOT);

    /// As it is written: `socks5`.
    public String scheme() {
      return scheme;
    }
  }

  public Optional<Login> login() {
    return Optional.ofNullable(loginOrNull);
  }

  /// As it is written, but for who we are: `socks5://proxy.test:1080`.
  public String origin() {
    return kind.scheme() + "://" + endpoint;
  }

  /// A name and a password (RFC 1929, RFC 7617).
  ///
  /// @param username 1 to 255 printable ASCII characters, none of them a colon
  /// @param password 1 to 255 printable ASCII characters
  public record Login(String username, Secret password) {
    public static final int LONGEST = 255;

    public Login {
      if (!fits(username) || username.indexOf(':') >= 0 || !fits(password.reveal())) {
        throw new IllegalArgumentException(
            "name and password are 1 to 255 printable ASCII characters, the name without a colon");
      }
    }

    private static boolean fits(String text) {
      return !text.isEmpty()
          && text.length() <= LONGEST
          && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }
  }
}
