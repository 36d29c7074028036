package dev.allwell.model;

/// A host and a port as written, before any name is resolved.
///
/// @param host a name, an IPv4 literal, or an IPv6 literal without brackets
/// @param port 1 to 65,535
public record Endpoint(String host, int port) {
  public Endpoint {
    if (host.isEmpty() || host.length() > 255) {
      throw new IllegalArgumentException("not a host: " + host);
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /// As it stands in a URL's authority: an IPv6 literal in brackets, the port always there.
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
