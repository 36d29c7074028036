package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Proxy;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One request of an attempt: the first, or one that a redirect asked for. Pure.
///
/// @param accepted what the Accept header says unless the request's own headers do
record Hop(Location.Place place, HttpCheck.Request request, String accepted) {
  private static final String AGENT = "allwell/" + version();
  private static final Pattern SECRET =
      Pattern.compile("auth|cookie|token|secret|password|key|session", Pattern.CASE_INSENSITIVE);
  private static final List<String> ONLY_2 = List.of(Http2Connection.PROTOCOL);
  private static final List<String> BOTH = List.of(Http2Connection.PROTOCOL, "http/1.1");
  private static final Set<String> OF_A_BODY =
      Set.of("content-type", "content-encoding", "content-language", "content-location");
  private static final Set<String> WITH_A_BODY = Set.of("POST", "PUT", "PATCH");

  static Hop first(HttpCheck check) {
    return new Hop(
        new Location.Place(check.tls(), check.endpoint(), check.path()),
        check.request(),
        accepted(check.expect().format()));
  }

  private static String accepted(HttpCheck.Format format) {
    return switch (format) {
      case FT -> "application/json"; // the same path has a page for people
      case AUTO, NONE, MONITOR -> "*/*";
    };
  }

  /// Without TLS nothing is offered to anybody, but connections of one version are kept apart from
  /// those of the other.
  Destination destination(Route route, HttpCheck.Version version) {
    List<String> alpn =
        switch (version) {
          case HTTP_1_1 -> List.of();
          case HTTP_2 -> ONLY_2;
          case AUTO -> place.tls() ? BOTH : List.of();
        };
    return new Destination(
        place.endpoint(),
        place.tls(),
        route,
        alpn,
        /* http= */ true,
        forwarder(route, version).isPresent());
  }

  /// The HTTP proxy that is sent this request itself; empty where the request goes to the target,
  /// be it through a tunnel.
  ///
  /// Plain http is forwarded, since proxies open tunnels to the ports of TLS alone unless they are
  /// told otherwise. What a forwarded request cannot say goes through a tunnel all the same:
  /// another Host than the url's (RFC 9112 §3.2.2), and HTTP/2.
  Optional<Proxy> forwarder(Route route, HttpCheck.Version version) {
    Proxy proxy = route.proxyOrNull();
    return proxy == null
            || proxy.kind() != Proxy.Kind.HTTP
            || place.tls()
            || version == HttpCheck.Version.HTTP_2
            || request.hostOrNull() != null
        ? Optional.empty()
        : Optional.of(proxy);
  }

  /// Whether a header goes along that only the first origin may see.
  boolean secret() {
    return !(request.auth() instanceof HttpAuth.None)
        || !request.secretHeaders().isEmpty()
        || request.headers().keySet().stream().anyMatch(Hop::secret);
  }

  /// The request that a redirect asks for (RFC 9110 §15.4): a POST becomes a GET on 301 and 302,
  /// everything but HEAD does on 303; secrets and the Host of one's own stay behind when the origin
  /// changes.
  Hop redirected(int status, Location.Place to) {
    boolean toGet =
        switch (status) {
          case 303 -> !request.method().equals("HEAD");
          case 301, 302 -> request.method().equals("POST");
          default -> false;
        };
    boolean sameOrigin = to.tls() == place.tls() && to.endpoint().equals(place.endpoint());
    Map<String, String> headers = new LinkedHashMap<>(request.headers());
    headers
        .keySet()
        .removeIf(name ->
            (toGet && OF_A_BODY.contains(name.toLowerCase(Locale.ROOT)))
                || (!sameOrigin && secret(name)));
    return new Hop(
        to,
        new HttpCheck.Request(
            toGet ? "GET" : request.method(),
            sameOrigin ? request.hostOrNull() : null,
            sameOrigin ? request.auth() : HttpAuth.NONE,
            headers,
            sameOrigin ? request.secretHeaders() : Map.of(),
            toGet ? "" : request.body()),
        accepted);
  }

  /// @param forwarder a proxy that passes it on, if there is one
  FullHttpRequest message(boolean keepAlive, Optional<Proxy> forwarder) {
    byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
    ByteBuf content = body.length == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body);
    String target = forwarder.isEmpty() ? place.path() : "http://" + host() + place.path();
    var message =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), target, content);
    var headers = message.headers();
    headers.set(HttpHeaderNames.HOST, request.host().orElseGet(this::host));
    headers.set(HttpHeaderNames.USER_AGENT, AGENT);
    headers.set(HttpHeaderNames.ACCEPT, accepted);
    if (forwarder.isPresent()) {
      forward(headers, forwarder.get());
    }
    request.headers().forEach(headers::set);
    request.secretHeaders().forEach((name, value) -> headers.set(name, value.reveal()));
    authorize(headers);
    headers.set(
        HttpHeaderNames.CONNECTION,
        keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    if (body.length > 0 || WITH_A_BODY.contains(request.method())) {
      headers.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return message;
  }

  /// What a proxy is to know. Its cache would tell how the target was, not how it is.
  private static void forward(HttpHeaders headers, Proxy proxy) {
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_CACHE);
    headers.set(HttpHeaderNames.PRAGMA, HttpHeaderValues.NO_CACHE);
    proxy
        .login()
        .ifPresent(who ->
            headers.set(
                HttpHeaderNames.PROXY_AUTHORIZATION,
                basic(who.username(), who.password().reveal())));
  }

  private static String basic(String username, String password) {
    byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private void authorize(HttpHeaders headers) {
    switch (request.auth()) {
      case HttpAuth.None _ -> {
        // nobody is named
      }
      case HttpAuth.Basic(String username, Secret password) ->
          headers.set(HttpHeaderNames.AUTHORIZATION, basic(username, password.reveal()));
      case HttpAuth.Bearer(Secret token) ->
          headers.set(HttpHeaderNames.AUTHORIZATION, "Bearer " + token.reveal());
    }
  }

  private String host() {
    Endpoint endpoint = place.endpoint();
    int usual = place.tls() ? Location.HTTPS_PORT : Location.HTTP_PORT;
    String whole = endpoint.toString();
    return endpoint.port() == usual ? whole.substring(0, whole.lastIndexOf(':')) : whole;
  }

  /// Also what is not marked as secret is taken for it when its name sounds so.
  private static boolean secret(String name) {
    return SECRET.matcher(name).find();
  }

  private static String version() {
    String version = Hop.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
