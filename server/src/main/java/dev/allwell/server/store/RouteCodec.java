package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Endpoint;
import dev.allwell.model.IpChoice;
import dev.allwell.model.Proxy;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;
import dev.allwell.model.TlsSettings.ClientCertificate;
import org.jspecify.annotations.Nullable;

/// How a target is reached, as JSON beside the check's own fields; what is not there is as it was
/// before it could be said.
final class RouteCodec {
  private RouteCodec() {}

  /// @param box seals what is secret
  static void write(Route route, ObjectNode to, SecretBox box) {
    TlsSettings tls = route.tls();
    to.put("verify-tls", tls.verify()).put("resume", tls.resume()).put("ip", route.ip().name());
    tls.serverName().ifPresent(name -> to.put("server-name", name));
    tls.ca().ifPresent(ca -> to.put("ca", ca));
    tls.client()
        .ifPresent(client ->
            to.putObject("client")
                .put("chain", client.chain())
                .put("sealed-key", box.seal(client.key())));
    route
        .resolver()
        .ifPresent(server ->
            to.putObject("resolver").put("host", server.host()).put("port", server.port()));
    route.proxy().ifPresent(proxy -> write(proxy, to.putObject("proxy"), box));
  }

  /// @param box opens what was sealed
  static Route read(JsonNode from, SecretBox box) {
    var tls =
        new TlsSettings(
            from.path("verify-tls").asBoolean(true),
            from.path("resume").asBoolean(false),
            from.path("server-name").textValue(),
            from.path("ca").textValue(),
            client(from.path("client"), box));
    return new Route(
        tls,
        IpChoice.valueOf(from.path("ip").asText(IpChoice.PREFER_IPV4.name())),
        resolver(from.path("resolver")),
        proxy(from.path("proxy"), box));
  }

  private static void write(Proxy proxy, ObjectNode to, SecretBox box) {
    to.put("kind", proxy.kind().name());
    to.put("host", proxy.endpoint().host()).put("port", proxy.endpoint().port());
    proxy
        .login()
        .ifPresent(login ->
            to.put("username", login.username())
                .put("sealed-password", box.seal(login.password())));
  }

  private static @Nullable Proxy proxy(JsonNode from, SecretBox box) {
    if (from.isMissingNode()) {
      return null;
    }
    var login =
        from.has("username")
            ? new Proxy.Login(
                from.required("username").textValue(),
                box.open(from.required("sealed-password").textValue()))
            : null;
    return new Proxy(Proxy.Kind.valueOf(from.required("kind").textValue()), endpoint(from), login);
  }

  private static @Nullable ClientCertificate client(JsonNode from, SecretBox box) {
    return from.isMissingNode()
        ? null
        : new ClientCertificate(
            from.required("chain").textValue(), box.open(from.required("sealed-key").textValue()));
  }

  private static @Nullable Endpoint resolver(JsonNode from) {
    return from.isMissingNode() ? null : endpoint(from);
  }

  private static Endpoint endpoint(JsonNode from) {
    return new Endpoint(from.required("host").textValue(), from.required("port").intValue());
  }
}
