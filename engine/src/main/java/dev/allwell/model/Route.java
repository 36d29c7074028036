package dev.allwell.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a target is reached, whatever is spoken there: settings that every kind of check has.
///
/// @param ip which kinds of address are called, and which first; of no meaning with a proxy
/// @param resolverOrNull the name server asked in place of the system's; its host is an address; of
///   no meaning with a proxy
/// @param proxyOrNull what stands on the way; null to go straight
public record Route(
    TlsSettings tls, IpChoice ip, @Nullable Endpoint resolverOrNull, @Nullable Proxy proxyOrNull) {
  public static final Route DEFAULT = new Route(TlsSettings.DEFAULT);

  public Route(TlsSettings tls) {
    this(tls, IpChoice.PREFER_IPV4, null);
  }

  public Route(TlsSettings tls, IpChoice ip, @Nullable Endpoint resolverOrNull) {
    this(tls, ip, resolverOrNull, null);
  }

  public Optional<Endpoint> resolver() {
    return Optional.ofNullable(resolverOrNull);
  }

  public Optional<Proxy> proxy() {
    return Optional.ofNullable(proxyOrNull);
  }

  /// The same by way of a proxy.
  public Route by(Proxy proxy) {
    return new Route(tls, ip, resolverOrNull, proxy);
  }

  /// The same for the kind of address that is not preferred, and for that alone.
  public Route ofOtherKind() {
    return new Route(
        tls, ip.sixFirst() ? IpChoice.IPV4 : IpChoice.IPV6, resolverOrNull, proxyOrNull);
  }

  /// The same on the way to a host that the definition did not name: see [TlsSettings#elsewhere].
  public Route elsewhere() {
    TlsSettings there = tls.elsewhere();
    return there.equals(tls) ? this : new Route(there, ip, resolverOrNull, proxyOrNull);
  }
}
