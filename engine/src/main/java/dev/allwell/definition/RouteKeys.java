package dev.allwell.definition;

import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Proxy;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads how a target is reached, whatever its kind: the section `tls`, what of it stands in the
/// section `http`, and the keys of the service itself.
final class RouteKeys {
  private static final int DNS_PORT = 53;

  private final Shared<Route> routes = new Shared<>(List.of(Route.DEFAULT));
  private final @Nullable Proxy proxyOrNull;

  /// @param proxyOrNull on the way of whoever says nothing of one
  RouteKeys(@Nullable Proxy proxyOrNull) {
    this.proxyOrNull = proxyOrNull;
  }

  /// @param top the service's own keys
  /// @param http the section of an http check, where `verify-tls` is its key; else an empty one
  /// @param tls the section of all that may shake hands
  Route read(Section top, Section http, Section tls, Optional<Kind> kind) {
    boolean verify = http.flag("verify-tls", TlsSettings.DEFAULT.verify());
    if (kind.filter(k -> k.has("http")).isEmpty()) {
      verify &= tls.flag("verify-tls", TlsSettings.DEFAULT.verify());
    } else if (tls.has("verify-tls")) {
      tls.refuse("verify-tls", "an https:// check has it as \"http.verify-tls\"");
    }
    IpChoice ip = top.choice("ip", Route.DEFAULT.ip(), IpChoice.values(), IpChoice::code);
    Optional<Endpoint> resolver = resolver(top);
    return routes.one(
        new Route(TlsKeys.read(tls, verify), ip, resolver.orElse(null), proxy(top, kind)));
  }

  /// Questions to name servers go by none: a default is not meant for them.
  private @Nullable Proxy proxy(Section top, Optional<Kind> kind) {
    boolean carried = kind.filter(k -> k == Kind.DNS).isEmpty();
    @Nullable Proxy proxy = ProxyKeys.read(top, carried ? proxyOrNull : null);
    boolean written = top.has(ProxyKeys.KEY) || top.has(ProxyKeys.KEY + "-file");
    if (proxy == null || !written) {
      return proxy;
    }
    if (!carried) {
      top.refuse(top.written(ProxyKeys.KEY), "a dns:// check goes by no proxy: leave it out");
      return null;
    }
    return proxy;
  }

  private static Optional<Endpoint> resolver(Section top) {
    Optional<String> text = top.text("resolver");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(endpoint(text.get()));
    } catch (MalformedUrl _) {
      top.refuse(
          "resolver",
          "expected the address of a name server, such as \"192.0.2.53\" or \"[2001:db8::53]:5353\","
              + " got "
              + Quoted.of(text.orElse("")));
      return Optional.empty();
    }
  }

  private static Endpoint endpoint(String text) throws MalformedUrl {
    int colon = text.lastIndexOf(':');
    boolean bare = colon >= 0 && text.indexOf(':') != colon && !text.startsWith("[");
    if (bare) {
      return new Endpoint(address("[" + text + "]"), DNS_PORT);
    }
    return colon < 0 || text.endsWith("]")
        ? new Endpoint(address(text), DNS_PORT)
        : new Endpoint(address(text.substring(0, colon)), port(text.substring(colon + 1)));
  }

  private static String address(String text) throws MalformedUrl {
    String host = Host.read(text);
    boolean name = host.indexOf(':') < 0 && !Character.isDigit(host.charAt(host.length() - 1));
    if (name) {
      throw new MalformedUrl("a name");
    }
    return host;
  }

  private static int port(String text) throws MalformedUrl {
    boolean digits = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int port = digits && !text.isEmpty() ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new MalformedUrl("not a port");
    }
    return port;
  }
}
