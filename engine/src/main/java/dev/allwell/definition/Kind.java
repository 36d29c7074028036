package dev.allwell.definition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The kinds of check that a url's scheme names, with the sections of keys that belong to each.
enum Kind {
  HTTP(80),
  HTTPS(443),
  TCP(0),
  TLS(0),
  DNS(53);

  private final String scheme = name().toLowerCase(Locale.ROOT);
  private final int port;

  Kind(int port) {
    this.port = port;
  }

  /// The kind that a scheme names, in upper or lower case.
  static Optional<Kind> of(String scheme) {
    return Arrays.stream(values())
        .filter(kind -> kind.scheme.equals(scheme.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /// All schemes, `http, https, …`.
  static String schemes() {
    return Arrays.stream(values()).map(Kind::scheme).collect(Collectors.joining(", "));
  }

  /// The urls that a section is for, `http:// and https://`.
  static String urls(String section) {
    return Arrays.stream(values())
        .filter(kind -> kind.has(section))
        .map(kind -> kind.scheme + "://")
        .collect(Collectors.joining(" and "));
  }

  String scheme() {
    return scheme;
  }

  /// The port when the url names none; 0 when it must.
  int port() {
    return port;
  }

  /// Whether a section of keys belongs to this kind.
  boolean has(String section) {
    return switch (this) {
      case HTTP -> section.equals("http") || section.equals("expect");
      case HTTPS -> section.equals("http") || section.equals("expect") || section.equals("tls");
      case TCP, TLS -> section.equals("tcp") || section.equals("tls");
      case DNS -> section.equals("dns") || section.equals("tls");
    };
  }
}
