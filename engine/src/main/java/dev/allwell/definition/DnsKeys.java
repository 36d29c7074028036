package dev.allwell.definition;

import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Route;
import java.util.Optional;

/// Reads the section `dns` and makes the check of a dns url.
final class DnsKeys {
  private DnsKeys() {}

  static DnsCheck.Type read(Section dns) {
    return dns.choice("type", DnsCheck.Type.A, DnsCheck.Type.values(), DnsCheck.Type::name);
  }

  static Optional<Check> check(Section top, Url url, DnsCheck.Type type, Route route) {
    if (url.path().length() <= 1 || !url.query().isEmpty()) {
      top.refuse("url", "expected dns://server/name, such as \"dns://192.0.2.53/shop.test\"");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DnsCheck(url.endpoint(), Host.domain(url.decodedPath().substring(1)), type, route));
    } catch (MalformedUrl e) {
      top.refuse("url", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }
}
