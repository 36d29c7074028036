package dev.allwell.server.web;

import static java.util.Map.entry;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The one place that says who may do what: a table of routes, and the rules behind its doors.
///
/// A route that is not in the table cannot be opened at all. Each request, whatever its route, must
/// name a host that is ours, so that no name of somebody else's can be bent to this server. Nobody
/// has tokens yet: who is not trusted as local is refused.
final class Access {
  /// Each route there is.
  static final Map<String, Door> TABLE =
      Map.ofEntries(
          entry("GET /livez", Door.OPEN),
          entry("GET /readyz", Door.OPEN),
          entry("GET /health", Door.OPEN),
          entry("GET /status", Door.READ),
          entry("GET /status/:name", Door.READ),
          entry("GET /services", Door.READ),
          entry("GET /groups", Door.READ),
          entry("GET /groups/:group", Door.READ),
          entry("GET /metrics", Door.READ),
          entry("POST /register", Door.REGISTER),
          entry("DELETE /register/:id", Door.REGISTER),
          entry("GET /v1/_internal/health", Door.OPEN),
          entry("GET /v1/services", Door.READ),
          entry("GET /v1/services/:id", Door.READ),
          entry("GET /v1/services/:id/events", Door.READ),
          entry("GET /v1/services/:id/ticks", Door.READ),
          entry("GET /v1/services/:id/metrics", Door.READ),
          entry("GET /api/v1/stream", Door.READ));

  private static final Set<String> OPEN_PATHS =
      TABLE.entrySet().stream()
          .filter(route -> route.getValue() == Door.OPEN)
          .map(route -> route.getKey().substring(route.getKey().indexOf('/')))
          .collect(Collectors.toUnmodifiableSet());

  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final String UNTRUSTED =
      ": only local callers are trusted, and there are no tokens yet";

  private final boolean trustLoopback;
  private final Set<String> hosts;

  /// @param trustLoopback whether loopback peers are trusted without a token; false behind a proxy
  /// @param hosts further host names that are ours, lower case
  Access(boolean trustLoopback, Set<String> hosts) {
    this.trustLoopback = trustLoopback;
    this.hosts =
        Stream.concat(LOCAL.stream(), hosts.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /// The door of a route; a route without one is a bug.
  static Door door(String method, String path) {
    var door = TABLE.get(method + " " + path);
    if (door == null) {
      throw new IllegalStateException("no entry in the access table: " + method + " " + path);
    }
    return door;
  }

  /// What every request must fulfil before its route is even looked for.
  Optional<Refusal> greet(HttpServerRequest request) {
    var named = request.headers().getAll(HttpHeaders.HOST);
    if (named.size() != 1) {
      return refuse(400, "exactly one Host header is needed");
    }
    var host = HOST.matcher(named.getFirst().toLowerCase(Locale.ROOT));
    if (!host.matches()) {
      return refuse(400, "the Host header is malformed");
    }
    if (host.group(2) != null && Integer.parseInt(host.group(2).substring(1)) > 65_535) {
      return refuse(400, "the Host header's port is beyond 65535");
    }
    return hosts.contains(host.group(1))
        ? Optional.empty()
        : refuse(421, "the Host header names a host that is not this server's");
  }

  /// Whether a caller may know what there is at all: anybody at the open paths, else who may read.
  /// Asked after [#greet] and before anything else about the request is judged.
  Optional<Refusal> enter(HttpServerRequest request) {
    return OPEN_PATHS.contains(request.path()) ? Optional.empty() : local(request);
  }

  /// Whether a caller may pass a door; asked after [#greet].
  Optional<Refusal> pass(Door door, HttpServerRequest request) {
    return switch (door) {
      case OPEN -> Optional.empty();
      case READ -> local(request);
      case REGISTER -> local(request).or(() -> foreignPage(request));
    };
  }

  private Optional<Refusal> local(HttpServerRequest request) {
    if (!trustLoopback) {
      return refuse(401, "loopback callers are not trusted here" + UNTRUSTED);
    }
    if (!InetAddress.ofLiteral(request.connection().remoteAddress().hostAddress())
        .isLoopbackAddress()) {
      return refuse(401, "the caller's address is not a loopback address" + UNTRUSTED);
    }
    if (request.headers().names().stream().anyMatch(Access::tellsOfProxy)) {
      return refuse(401, "the request came through a proxy" + UNTRUSTED);
    }
    var ours = "http://" + request.getHeader(HttpHeaders.HOST);
    for (var origin : request.headers().getAll(HttpHeaders.ORIGIN)) {
      if (!origin.equalsIgnoreCase(ours)) {
        return refuse(403, "the Origin header names another origin than this server's");
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> foreignPage(HttpServerRequest request) {
    for (var site : request.headers().getAll("Sec-Fetch-Site")) {
      if (!site.equals("same-origin") && !site.equals("none")) {
        return refuse(403, "the request was made by a page of another site");
      }
    }
    return Optional.empty();
  }

  private static boolean tellsOfProxy(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return name.equals("forwarded") || name.startsWith("x-forwarded") || name.equals("x-real-ip");
  }

  private static Optional<Refusal> refuse(int status, String reason) {
    return Optional.of(new Refusal(status, reason));
  }
}
