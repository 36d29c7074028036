package dev.allwell.definition;

import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import java.util.List;

/// Reads how a target is reached, whatever its kind: the section `tls`, and what of it stands in
/// the section `http`.
final class RouteKeys {
  private final Shared<Route> routes = new Shared<>(List.of(Route.DEFAULT));

  /// @param http the section of an http check, where `verify-tls` is its key; else an empty one
  /// @param tls of all others
  Route read(Section http, Section tls) {
    boolean verify =
        http.flag("verify-tls", TlsSettings.DEFAULT.verify())
            && tls.flag("verify-tls", TlsSettings.DEFAULT.verify());
    return routes.one(new Route(new TlsSettings(verify)));
  }
}
