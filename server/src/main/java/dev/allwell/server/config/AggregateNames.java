package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import java.util.Map;

/// What the environment of the process says in the names of the aggregate healthcheck. Like the
/// `.env` file it holds where neither flags nor configuration say anything; an empty value counts
/// as none.
public final class AggregateNames {
  private static final int LONGEST = 64;

  private AggregateNames() {}

  /// A configuration with what is said in place of its own.
  ///
  /// @throws IllegalArgumentException naming what cannot be
  public static Config over(Config usual, Map<String, String> environment) {
    var host = environment.getOrDefault("GRAPHITE_HOST", "");
    var port = environment.getOrDefault("GRAPHITE_PORT", "");
    var name = environment.getOrDefault("ENVIRONMENT", "");
    var proxy = environment.getOrDefault("SOCKS_PROXY", "");
    var based = proxy.isEmpty() ? usual : usual.with(usual.defaults().by(proxy(proxy)));
    var graphite = usual.graphite();
    if (!host.isEmpty()) { // a port alone may be of a container's link
      graphite = graphite.to(address(host, port));
    }
    return based.with(name.isEmpty() ? graphite : graphite.named(part(name)));
  }

  private static Proxy proxy(String text) {
    try {
      return ByProxy.flag(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("SOCKS_PROXY: " + e.getMessage(), e);
    }
  }

  private static Endpoint address(String host, String port) {
    try {
      return GraphiteSettings.address(host, port.isEmpty() ? null : port);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("GRAPHITE_HOST, GRAPHITE_PORT: " + e.getMessage(), e);
    }
  }

  /// Many programs know that name: what is meant for another must not keep this one from starting.
  private static String part(String name) {
    var part = name.replaceAll("[^A-Za-z0-9_-]", "-");
    return part.length() > LONGEST ? part.substring(0, LONGEST) : part;
  }
}
