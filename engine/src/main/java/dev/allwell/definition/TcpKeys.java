package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.Route;
import dev.allwell.model.TcpCheck;
import java.util.Optional;

/// Reads the section `tcp` and makes the check of a tcp or tls url.
final class TcpKeys {
  private TcpKeys() {}

  static void read(Section tcp) {
    if (tcp.has("verify-tls")) {
      tcp.refuse("verify-tls", "a tcp:// check speaks no TLS, a tls:// one does");
    }
  }

  static Optional<Check> check(Section top, Url url, Route route) {
    if (url.path().length() > 1 || !url.query().isEmpty()) {
      top.refuse("url", "expected " + url.kind().scheme() + "://host:port and nothing after it");
      return Optional.empty();
    }
    return Optional.of(new TcpCheck(url.endpoint(), url.kind() == Kind.TLS, route));
  }
}
