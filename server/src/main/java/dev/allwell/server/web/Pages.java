package dev.allwell.server.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;

/// Telling a request that a page of another site had a browser make: the browser adds what its user
/// is trusted with, and says where the page came from.
final class Pages {
  private Pages() {}

  /// @param schemes by which pages of ours may have come; behind a proxy nobody knows which
  static Optional<Refusal> foreignOrigin(HttpServerRequest request, Set<String> schemes) {
    var host = "://" + request.getHeader(HttpHeaders.HOST);
    for (var origin : request.headers().getAll(HttpHeaders.ORIGIN)) {
      if (schemes.stream().noneMatch(scheme -> origin.equalsIgnoreCase(scheme + host))) {
        return Optional.of(
            new Refusal(403, "the Origin header names another origin than this server's"));
      }
    }
    return Optional.empty();
  }

  static Optional<Refusal> foreignSite(HttpServerRequest request) {
    for (var site : request.headers().getAll("Sec-Fetch-Site")) {
      if (!site.equals("same-origin") && !site.equals("none")) {
        return Optional.of(new Refusal(403, "the request was made by a page of another site"));
      }
    }
    return Optional.empty();
  }
}
