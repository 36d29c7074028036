package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Route;
import java.util.List;

/// Where a stream leads to, how it is protected, and what is to be spoken there.
///
/// @param tls whether hands are shaken before the stream is handed over
/// @param alpn the protocols offered in the handshake (RFC 7301), the one we want most first; empty
///   for none
/// @param http whether HTTP is spoken there
/// @param forwarded whether the route's HTTP proxy is sent the requests themselves, and not asked
///   for a tunnel
public record Destination(
    Endpoint endpoint,
    boolean tls,
    Route route,
    List<String> alpn,
    boolean http,
    boolean forwarded) {
  public Destination {
    alpn = List.copyOf(alpn);
  }

  /// Where anything but HTTP is spoken.
  public Destination(Endpoint endpoint, boolean tls, Route route) {
    this(endpoint, tls, route, List.of(), false, false);
  }
}
