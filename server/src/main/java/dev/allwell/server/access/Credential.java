package dev.allwell.server.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// What a request shows to say who sends it: nothing, the text of a token, or something that cannot
/// be one.
public sealed interface Credential {
  Credential NONE = new None();

  record None() implements Credential {}

  /// Something to be looked up.
  ///
  /// @param text what was given as a token, whatever it is
  record Shown(String text) implements Credential {
    /// Without the text.
    @Override
    public String toString() {
      return "Shown[***]";
    }
  }

  /// Something that cannot be a token.
  ///
  /// @param reason for a person, without anything the caller sent
  record Malformed(String reason) implements Credential {}

  /// Reads the `Authorization` headers of a request: `Bearer` (RFC 6750, section 2.1), or `Basic`
  /// (RFC 7617) with the token as the password and any user name, for programs that know nothing
  /// else.
  static Credential read(List<String> headers) {
    if (headers.isEmpty()) {
      return NONE;
    }
    if (headers.size() > 1) {
      return new Malformed("there is more than one Authorization header");
    }
    var header = headers.getFirst().strip();
    int space = header.indexOf(' ');
    var rest = space < 0 ? "" : header.substring(space + 1).strip();
    var scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
    if (scheme.equals("bearer")) {
      return new Shown(rest);
    }
    return scheme.equals("basic")
        ? basic(rest)
        : new Malformed("the Authorization header is neither Bearer nor Basic");
  }

  private static Credential basic(String encoded) {
    try {
      var pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? new Malformed("the Basic credentials have no colon")
          : new Shown(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return new Malformed("the Basic credentials are not base64");
    }
  }
}
