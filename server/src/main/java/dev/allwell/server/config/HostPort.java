package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import java.util.Optional;

/// A place out there as text: `host:port` or `[2001:db8::1]:port`.
final class HostPort {
  private HostPort() {}

  /// @param example for the message
  /// @throws IllegalArgumentException saying what was expected
  static Endpoint parse(String text, String example) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    return of(host, text.substring(colon + 1))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "expected host:port, as in " + example + ", got \"" + text + '"'));
  }

  /// Empty for what has not the form.
  ///
  /// @throws IllegalArgumentException for a port beyond all
  static Optional<Endpoint> of(String host, String port) {
    if (!host.matches("[A-Za-z0-9._-]{1,253}|[0-9A-Fa-f:.]{2,45}") || !port.matches("[0-9]{1,5}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(port);
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("expected a port from 1 to 65535, got " + number);
    }
    return Optional.of(new Endpoint(host, number));
  }
}
