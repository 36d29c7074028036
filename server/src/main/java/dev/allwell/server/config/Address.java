package dev.allwell.server.config;

import java.net.InetSocketAddress;

/// Where to listen: a host, as a name or a literal without brackets, and a port.
///
/// @param port 0 for any that is free, up to 65,535
public record Address(String host, int port) {
  /// Where the server listens unless it is told otherwise.
  public static final String DEFAULT = "127.0.0.1:4000";

  /// Reads `host:port` or `[::1]:port`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    var host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    if (host.isEmpty() || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "expected host:port, as in 127.0.0.1:4000 or [::1]:4000, got \"" + text + '"');
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > 65_535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535, got " + port);
    }
    return new Address(host, port);
  }

  /// A bound socket's address.
  public static Address of(InetSocketAddress bound) {
    return new Address(bound.getAddress().getHostAddress(), bound.getPort());
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
