package dev.allwell.server.access;

import java.util.List;
import java.util.Set;

/// Whom the server trusts, as its owner says.
///
/// @param loopback whether loopback peers need no token to read and to register; false behind a
///   proxy. Holds only while the server listens on loopback alone
/// @param anonymousRead whether everybody may read without a token, wherever they come from
/// @param hosts further names that requests may call this server by, lower case, without a port
/// @param tokens those that the configuration names
public record Trust(
    boolean loopback, boolean anonymousRead, Set<String> hosts, List<ConfiguredToken> tokens) {
  public static final Trust DEFAULT = new Trust(true, false, Set.of(), List.of());

  public Trust {
    hosts = Set.copyOf(hosts);
    tokens = List.copyOf(tokens);
  }
}
