package dev.allwell.model;

/// How a request shows who sends it, to the first origin alone. Its secrets are in no text of it.
public sealed interface HttpAuth {
  /// It does not.
  HttpAuth NONE = new None();

  /// Nobody is named.
  record None() implements HttpAuth {}

  /// By name and password (RFC 7617), in UTF-8.
  ///
  /// @param username without a colon; neither holds a control character
  record Basic(String username, Secret password) implements HttpAuth {
    public Basic {
      if (username.indexOf(':') >= 0) {
        throw new IllegalArgumentException("a username holds no colon");
      }
      if (controls(username) || controls(password.reveal())) {
        throw new IllegalArgumentException("username and password hold no control characters");
      }
    }
  }

  /// By a token (RFC 6750).
  ///
  /// @param token visible ASCII characters, at least one
  record Bearer(Secret token) implements HttpAuth {
    public Bearer {
      String text = token.reveal();
      if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new IllegalArgumentException("a token is of visible ASCII characters");
      }
    }
  }

  private static boolean controls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
