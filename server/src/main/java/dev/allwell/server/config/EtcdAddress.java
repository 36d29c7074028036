package dev.allwell.server.config;

import dev.allwell.definition.Section;
import dev.allwell.model.Endpoint;
import java.util.regex.Pattern;

/// Where one member of etcd listens for clients.
///
/// @param secure whether TLS is spoken there
public record EtcdAddress(boolean secure, Endpoint endpoint) {
  private static final int USUAL_PORT = 2379;
  private static final int LARGEST_PORT = 65_535;
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(https?)://)?(?:([A-Za-z0-9._-]{1,253})|\\[([0-9A-Fa-f:.]{2,45})])(?::([0-9]{1,5}))?/?");

  /// Reads `http://host:port`, `https://host:port` or `host:port`; without a port it is 2379.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static EtcdAddress parse(String text) {
    var parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected an address of etcd, as in http://127.0.0.1:2379, got " + Section.shown(text));
    }
    var host = parts.group(2) == null ? parts.group(3) : parts.group(2);
    int port = parts.group(4) == null ? USUAL_PORT : Integer.parseInt(parts.group(4));
    if (port < 1 || port > LARGEST_PORT) {
      throw new IllegalArgumentException("expected a port from 1 to 65535, got " + port);
    }
    return new EtcdAddress("https".equals(parts.group(1)), new Endpoint(host, port));
  }

  /// As it is written: `http://127.0.0.1:2379`.
  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + endpoint;
  }
}
