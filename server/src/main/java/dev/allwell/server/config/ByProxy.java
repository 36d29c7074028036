package dev.allwell.server.config;

import dev.allwell.definition.ProxyKeys;
import dev.allwell.model.Proxy;
import dev.allwell.model.Service;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The proxy that a flag names, and what a person is told of services that are checked by way of
/// one. Pure.
public final class ByProxy {
  private static final int MOST_NAMED = 3;

  private ByProxy() {}

  /// The proxy that a flag names: a url, or `host:port` alone for SOCKS 5.
  ///
  /// @throws IllegalArgumentException saying what was expected; the text may hold a password and is
  ///   not shown
  public static Proxy flag(String text) {
    return ProxyKeys.flag(text);
  }

  /// One line on what the guard cannot see of them; empty when there are none.
  public static Optional<String> note(Collection<Service> services) {
    var proxies = new TreeSet<String>();
    long count = 0;
    for (Service service : services) {
      Proxy proxy = service.check().route().proxyOrNull();
      if (proxy != null) {
        count++;
        proxies.add(proxy.origin());
      }
    }
    if (count == 0) {
      return Optional.empty();
    }
    String named = proxies.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return Optional.of(
        "%d %s checked by way of a proxy (%s%s): it resolves their names, and the guard sees none of"
                .formatted(
                    count,
                    count == 1 ? "service is" : "services are",
                    named,
                    proxies.size() > MOST_NAMED ? ", …" : "")
            + " the addresses that these lead to, but only those written as numbers");
  }
}
