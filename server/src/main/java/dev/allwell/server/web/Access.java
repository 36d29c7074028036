package dev.allwell.server.web;

import static java.util.Map.entry;

import dev.allwell.model.Permit;
import dev.allwell.server.access.Caller;
import dev.allwell.server.access.Credential;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.access.OwnAddress;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Trust;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The one place that says who may do what: a table of routes, and the rules behind its doors.
///
/// A route that is not in the table cannot be opened at all. Each request, whatever its route, must
/// name a host that is ours, so that no name of somebody else's can be bent to this server. Who
/// shows a token is who the token says, and may what its scope allows, wherever he comes from; what
/// is no token is refused, also where none would be needed.
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
          entry("GET /__health", Door.READ),
          entry("GET /__gtg", Door.OPEN),
          entry("GET /metrics", Door.READ),
          entry("GET /api/v1/services/:id/ticks", Door.READ),
          entry("GET /api/v1/services/:id/rollups", Door.READ),
          entry("GET /api/v1/services/:id/events", Door.READ),
          entry("GET /api/v1/services/:id/uptime", Door.READ),
          entry("GET /api/v1/services/:id/latency", Door.READ),
          entry("POST /register", Door.REGISTER),
          entry("DELETE /register/:id", Door.REGISTER),
          entry("GET /v1/_internal/health", Door.OPEN),
          entry("GET /v1/services", Door.READ),
          entry("GET /v1/services/:id", Door.READ),
          entry("GET /v1/services/:id/events", Door.READ),
          entry("GET /v1/services/:id/ticks", Door.READ),
          entry("GET /v1/services/:id/metrics", Door.READ),
          entry("GET /api/v1/stream", Door.READ),
          entry("GET /api/v1/tokens", Door.ADMIN),
          entry("POST /api/v1/tokens", Door.ADMIN),
          entry("DELETE /api/v1/tokens/:name", Door.ADMIN),
          entry("GET /api/v1/audit", Door.ADMIN),
          entry("GET /api/v1/openapi.yaml", Door.READ),
          entry("GET /api/v1/services", Door.READ),
          entry("POST /api/v1/services", Door.WRITE),
          entry("GET /api/v1/services/:id", Door.READ),
          entry("PUT /api/v1/services/:id", Door.WRITE),
          entry("PATCH /api/v1/services/:id", Door.WRITE),
          entry("DELETE /api/v1/services/:id", Door.WRITE),
          entry("POST /api/v1/services/:id/pause", Door.WRITE),
          entry("POST /api/v1/services/:id/resume", Door.WRITE),
          entry("POST /api/v1/services/:id/check", Door.CHECK),
          entry("PUT /api/v1/services/:id/ack", Door.WRITE),
          entry("DELETE /api/v1/services/:id/ack", Door.WRITE),
          entry("PUT /api/v1/ack", Door.WRITE),
          entry("DELETE /api/v1/ack", Door.WRITE),
          entry("GET /api/v1/categories", Door.READ),
          entry("GET /api/v1/categories/:category", Door.READ),
          entry("PUT /api/v1/categories/:category", Door.WRITE),
          entry("DELETE /api/v1/categories/:category", Door.WRITE),
          entry("POST /api/v1/categories/:category/enable", Door.WRITE),
          entry("POST /api/v1/categories/:category/disable", Door.WRITE),
          entry("POST /api/v1/bulk", Door.WRITE),
          entry("GET /api/v1/groups", Door.READ),
          entry("GET /api/v1/groups/:group", Door.READ),
          entry("GET /api/v1/system", Door.READ),
          entry("POST /api/v1/system/reload", Door.ADMIN));

  private static final Set<String> OPEN_PATHS =
      TABLE.entrySet().stream()
          .filter(route -> route.getValue() == Door.OPEN)
          .map(route -> route.getKey().substring(route.getKey().indexOf('/')))
          .collect(Collectors.toUnmodifiableSet());

  private final Trust trust;
  private final boolean loopbackOnly;
  private final HostNames hosts;
  private final Entrance entrance;
  private final OwnAddress ownAddress = new OwnAddress(Access::isOfThisMachine);

  /// @param loopbackOnly whether the server listens on loopback alone: elsewhere nobody is trusted
  ///   for where he comes from
  /// @param hosts the names that are ours
  Access(Trust trust, boolean loopbackOnly, HostNames hosts, Entrance entrance) {
    this.trust = trust;
    this.loopbackOnly = loopbackOnly;
    this.hosts = hosts;
    this.entrance = entrance;
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
    return hosts.refusal(request);
  }

  /// Whether a caller may know what there is at all: anybody at the open paths, else who is known,
  /// or may read. Asked after [#greet] and before anything else about the request is judged.
  Optional<Refusal> enter(HttpServerRequest request) {
    if (OPEN_PATHS.contains(request.path())) {
      return Optional.empty();
    }
    return switch (identify(request)) {
      case Passage.Barred(var refusal) -> Optional.of(refusal);
      case Passage.Free(var caller) ->
          switch (caller) {
            case Caller.Holder _ -> Optional.empty();
            case Caller.Local _ -> Pages.foreignOrigin(request, Set.of("http"));
            case Caller.Stranger stranger ->
                stranger.mayRead()
                    ? Optional.empty()
                    : Optional.of(Refusal.unknown(stranger.why()));
          };
    };
  }

  /// Whether a caller may pass a door, and who he is; asked after [#greet].
  Passage pass(Door door, HttpServerRequest request) {
    var needed = door.needs();
    if (needed.isEmpty()) {
      return new Passage.Free(stranger(request, "nobody asked"));
    }
    return switch (identify(request)) {
      case Passage.Barred barred -> barred;
      case Passage.Free free ->
          barrier(door, needed.get(), free.caller(), request).map(Passage::barred).orElse(free);
    };
  }

  private Optional<Refusal> barrier(
      Door door, Scope needed, Caller caller, HttpServerRequest request) {
    if (!caller.may(needed)) {
      return Optional.of(beyond(caller, needed));
    }
    var page = page(door, caller, request);
    return page.isPresent() ? page : tooOften(door, caller);
  }

  private static Refusal beyond(Caller caller, Scope needed) {
    return switch (caller) {
      case Caller.Holder holder -> Refusal.beyond(holder.token().scope(), needed);
      case Caller.Local _ ->
          Refusal.unknown(
              "this needs a token of scope " + needed.code() + ", also on this machine");
      case Caller.Stranger stranger -> Refusal.unknown(stranger.why());
    };
  }

  private static Optional<Refusal> page(Door door, Caller caller, HttpServerRequest request) {
    return switch (caller) {
      case Caller.Local _ ->
          Pages.foreignOrigin(request, Set.of("http"))
              .or(() -> door.changes() ? Pages.foreignSite(request) : Optional.empty());
      case Caller.Holder _ ->
          door.changes()
              ? Pages.foreignOrigin(request, Set.of("http", "https"))
                  .or(() -> Pages.foreignSite(request))
              : Optional.empty();
      case Caller.Stranger _ -> Optional.empty();
    };
  }

  private Optional<Refusal> tooOften(Door door, Caller caller) {
    return door.asking()
        .flatMap(asking -> entrance.quotas().ask(caller, asking))
        .map(wait -> Refusal.later("too many requests at once", wait));
  }

  /// Whether a caller may register what is checked at a host.
  Optional<Refusal> register(Caller caller, String host) {
    return ownAddress.refusal(caller, host).map(reason -> new Refusal(403, reason));
  }

  /// Which services that are there already a caller of `/register` may change or remove.
  Permit permit(Caller caller) {
    return ownAddress.permit(caller);
  }

  private Passage identify(HttpServerRequest request) {
    var trouble = distrust(request);
    return switch (Credential.read(request.headers().getAll(HttpHeaders.AUTHORIZATION))) {
      case Credential.None _ ->
          new Passage.Free(
              trouble.isEmpty()
                  ? new Caller.Local(peer(request))
                  : stranger(request, trouble.get() + ": a token is needed"));
      case Credential.Malformed(var reason) -> wrong(request, reason);
      case Credential.Shown(var text) ->
          entrance
              .tokens()
              .shown(text)
              .<Passage>map(
                  token -> new Passage.Free(new Caller.Holder(peer(request), token, way(request))))
              .orElseGet(() -> wrong(request, "the token is not known here, or expired"));
    };
  }

  private Passage wrong(HttpServerRequest request, String reason) {
    return Passage.barred(
        entrance
            .quotas()
            .wrongToken(peer(request))
            .map(wait -> Refusal.later("too many wrong tokens", wait))
            .orElseGet(() -> Refusal.wrongToken(reason)));
  }

  private Caller.Stranger stranger(HttpServerRequest request, String why) {
    return new Caller.Stranger(peer(request), trust.anonymousRead(), why);
  }

  /// Why a caller is not trusted for where he comes from; empty when he is.
  private Optional<String> distrust(HttpServerRequest request) {
    if (!loopbackOnly) {
      return Optional.of("this server is reached by others");
    }
    if (!trust.loopback()) {
      return Optional.of("loopback callers are not trusted here");
    }
    return switch (way(request)) {
      case HERE -> Optional.empty();
      case DIRECT -> Optional.of("the caller's address is not a loopback address");
      case PROXIED -> Optional.of("the request came through a proxy");
    };
  }

  private Caller.Way way(HttpServerRequest request) {
    if (request.headers().names().stream().anyMatch(Access::tellsOfProxy)) {
      return Caller.Way.PROXIED;
    }
    if (!peer(request).isLoopbackAddress()) {
      return Caller.Way.DIRECT;
    }
    return trust.loopback() ? Caller.Way.HERE : Caller.Way.PROXIED;
  }

  private static InetAddress peer(HttpServerRequest request) {
    return InetAddress.ofLiteral(request.connection().remoteAddress().hostAddress());
  }

  private static boolean tellsOfProxy(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return name.equals("forwarded") || name.startsWith("x-forwarded") || name.equals("x-real-ip");
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      return false;
    }
  }
}
