package dev.allwell.definition;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Identity;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// A url taken apart, ready to be probed.
///
/// No message shows more of a url than its scheme, its host or one character: the rest may hold a
/// secret.
///
/// @param portGiven whether the port was written and is not the kind's own
/// @param path in ASCII, percent-encoded; empty or beginning with `/`
/// @param query likewise, with its `?`; empty for none
record Url(Kind kind, Endpoint endpoint, boolean portGiven, String path, String query) {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final String STAND_IN = "http://h";

  /// The kind of check that a url asks for.
  ///
  /// @throws MalformedUrl when it has no scheme, or none that is checked
  static Kind kind(String text) throws MalformedUrl {
    int colon = text.indexOf(':');
    if (colon < 0 || !SCHEME.matcher(text).region(0, colon).matches()) {
      throw new MalformedUrl("expected a url such as \"https://shop.test/health\"");
    }
    String scheme = text.substring(0, colon);
    Optional<Kind> kind = Kind.of(scheme);
    if (kind.isEmpty()) {
      throw new MalformedUrl(
          "the scheme " + Quoted.of(scheme) + " is not one that is checked: " + Kind.schemes());
    }
    return kind.get();
  }

  /// Takes a url apart.
  ///
  /// @throws MalformedUrl with the first thing that is wrong with it
  static Url read(String text) throws MalformedUrl {
    Kind kind = kind(text);
    if (text.length() > Identity.LONGEST_URL) {
      throw new MalformedUrl("expected at most 2048 characters, got " + text.length());
    }
    if (text.codePoints().anyMatch(c -> Character.isSpaceChar(c) || !Identity.isPrintable(c))) {
      throw new MalformedUrl("a url has no spaces or control characters");
    }
    String rest = text.substring(kind.scheme().length() + 1);
    if (!rest.startsWith("//")) {
      throw new MalformedUrl("expected \"//\" after \"" + kind.scheme() + ":\"");
    }
    int end = authorityEnd(rest);
    String authority = rest.substring(2, end);
    Endpoint endpoint = endpoint(kind, authority);
    URI tail = tail(rest.substring(end));
    String query = tail.getRawQuery() == null ? "" : "?" + tail.getRawQuery();
    return new Url(kind, endpoint, portColon(authority) >= 0, tail.getRawPath(), query);
  }

  /// The path with its percent-encoding undone.
  String decodedPath() {
    return URI.create(STAND_IN + path).getPath();
  }

  private static int authorityEnd(String rest) {
    int end = 2;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static Endpoint endpoint(Kind kind, String authority) throws MalformedUrl {
    if (authority.indexOf('@') >= 0) {
      throw new MalformedUrl("a url is shown to everybody: it must not hold a user or a password");
    }
    if (kind == Kind.DNS && authority.isEmpty()) {
      throw new MalformedUrl("names no server: expected dns://server/name");
    }
    int colon = portColon(authority);
    if (colon < 0) {
      String host = Host.read(authority);
      if (kind.port() == 0) {
        throw new MalformedUrl("names no port: expected " + kind.scheme() + "://host:port");
      }
      return new Endpoint(host, kind.port());
    }
    String host = Host.read(authority.substring(0, colon));
    String digits = authority.substring(colon + 1);
    int port = PORT.matcher(digits).matches() ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535) {
      throw new MalformedUrl("expected a port from 1 to 65535, got " + Quoted.of(digits));
    }
    return new Endpoint(host, port);
  }

  private static int portColon(String authority) {
    int from = authority.startsWith("[") ? authority.indexOf(']') : 0;
    return from < 0 ? -1 : authority.indexOf(':', from);
  }

  private static URI tail(String rest) throws MalformedUrl {
    if (rest.indexOf('#') >= 0) {
      throw new MalformedUrl("a fragment (\"#\" and what follows) is never sent: leave it out");
    }
    try {
      return new URI(new URI(STAND_IN + rest).toASCIIString());
    } catch (URISyntaxException e) {
      int at = Math.clamp(e.getIndex() - STAND_IN.length(), 0, rest.length() - 1);
      String first = new String(Character.toChars(rest.codePointAt(at)));
      throw new MalformedUrl(
          "not a path and query at %s: percent-encode what a url may not hold"
              .formatted(Quoted.of(first)),
          e);
    }
  }
}
