package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import java.util.Locale;

/// A place out there that is reachable whenever this machine's own network is well.
public final class Canary {
  private Canary() {}

  /// Reads `host:port` or `[2001:db8::1]:port`.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      host = "";
    }
    if (!host.matches("[A-Za-z0-9._:-]{1,253}")
        || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "expected host:port, as in 192.0.2.1:443, got \"" + text + '"');
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
    }
    if (host.toLowerCase(Locale.ROOT).equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")) {
      throw new IllegalArgumentException(
          host + " is this machine itself, which tells nothing of its network");
    }
    return new Endpoint(host, port);
  }
}
