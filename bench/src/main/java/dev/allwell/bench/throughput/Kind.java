package dev.allwell.bench.throughput;

import java.util.Locale;

/// What is checked, and how.
enum Kind {
  /// A connection for each request.
  HTTP("fresh HTTP"),
  /// Connections that are used again.
  KEEP_ALIVE("keep-alive HTTP"),
  /// A full TLS 1.3 handshake for each request, ECDSA P-256.
  TLS("fresh HTTPS"),
  /// A connect alone.
  TCP("TCP connect"),
  /// One question over UDP.
  DNS("DNS over UDP");

  private final String label;

  Kind(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
