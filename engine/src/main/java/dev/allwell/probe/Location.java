package dev.allwell.probe;

import dev.allwell.model.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a redirect leads (RFC 3986 §5, RFC 9110 §10.2.2). Pure.
sealed interface Location {
  Pattern REFERENCE =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):)?"
              + "(?://(?<authority>[^/?#]*))?(?<path>[^?#]*)(?<query>\\?[^#]*)?(?:#.*)?");
  Pattern AUTHORITY =
      Pattern.compile(
          "(?:[^@]*@)?(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9._-]+))(?::(?<port>[0-9]{0,5}))?");
  int HTTP_PORT = 80;
  int HTTPS_PORT = 443;
  int LONGEST_SCHEME = 32;

  /// Another place that we can go to. Names and passwords in it are left out.
  record Place(boolean tls, Endpoint endpoint, String path) implements Location {
    @Override
    public String shown() {
      return (tls ? "https://" : "http://") + endpoint;
    }
  }

  /// A scheme that we do not follow.
  record Foreign(String scheme) implements Location {
    @Override
    public String shown() {
      return scheme.length() > LONGEST_SCHEME ? "an unknown scheme" : scheme;
    }
  }

  /// Not a place at all.
  record Nowhere() implements Location {
    @Override
    public String shown() {
      return "nowhere";
    }
  }

  /// In a few words for a person: scheme, host and port at most, never a path, a query or a name
  /// and password, which may be secret.
  String shown();

  /// Reads a `Location` header.
  ///
  /// @param base where it was sent from
  /// @param longest in characters
  static Location read(String header, Place base, int longest) {
    Matcher parts = REFERENCE.matcher(header.strip());
    if (header.length() > longest || header.indexOf('\\') >= 0 || !parts.matches()) {
      return new Nowhere();
    }
    String scheme = parts.group("scheme");
    if (scheme == null) {
      return in(parts, base, base.tls());
    }
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "http" -> in(parts, base, false);
      case "https" -> in(parts, base, true);
      default -> new Foreign(scheme);
    };
  }

  private static Location in(Matcher parts, Place base, boolean tls) {
    String authority = parts.group("authority");
    String path = parts.group("path");
    String query = parts.group("query") == null ? "" : parts.group("query");
    if (authority == null) {
      if (parts.group("scheme") != null) {
        return new Nowhere();
      }
      return new Place(base.tls(), base.endpoint(), clean(joined(base.path(), path, query)));
    }
    Matcher at = AUTHORITY.matcher(authority);
    if (!at.matches()) {
      return new Nowhere();
    }
    String host = at.group("six") == null ? at.group("host") : at.group("six");
    int port = port(at.group("port"), tls);
    if (host.length() > 255 || port < 1 || port > 65_535) {
      return new Nowhere();
    }
    String whole = (path.isEmpty() ? "/" : withoutDots(path)) + query;
    return new Place(tls, new Endpoint(host, port), clean(whole));
  }

  private static int port(@Nullable String digits, boolean tls) {
    if (digits == null || digits.isEmpty()) {
      return tls ? HTTPS_PORT : HTTP_PORT;
    }
    return Integer.parseInt(digits);
  }

  private static String joined(String base, String path, String query) {
    int end = base.indexOf('?');
    String basePath = end < 0 ? base : base.substring(0, end);
    if (path.isEmpty()) {
      return query.isEmpty() ? base : basePath + query;
    }
    String whole =
        path.startsWith("/") ? path : basePath.substring(0, basePath.lastIndexOf('/') + 1) + path;
    return withoutDots(whole) + query;
  }

  /// RFC 3986 §5.2.4.
  private static String withoutDots(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) {
        kept.pollLast();
      } else if (!segments[i].equals(".")) {
        kept.addLast(segments[i]);
        continue;
      }
      if (last) {
        kept.addLast("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /// What must not stand in a request line is escaped.
  private static String clean(String path) {
    var text = new StringBuilder(path.length());
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      if (one > ' ' && one < 0x7f) {
        text.append((char) one);
      } else {
        text.append('%').append(String.format(Locale.ROOT, "%02X", one));
      }
    }
    return text.toString();
  }
}
