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
    var place = HostPort.parse(text, "192.0.2.1:443");
    var host = place.host();
    if (host.toLowerCase(Locale.ROOT).equals("localhost")
        || host.startsWith("127.")
        || host.equals("::1")) {
      throw new IllegalArgumentException(
          host + " is this machine itself, which tells nothing of its network");
    }
    return place;
  }
}
