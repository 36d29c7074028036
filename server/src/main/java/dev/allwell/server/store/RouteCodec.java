package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Route;
import dev.allwell.model.TlsSettings;

/// How a target is reached, as JSON beside the check's own fields.
final class RouteCodec {
  private RouteCodec() {}

  /// @param box seals what is secret
  static void write(Route route, ObjectNode to, SecretBox box) {
    to.put("verify-tls", route.tls().verify());
  }

  /// @param box opens what was sealed
  static Route read(JsonNode from, SecretBox box) {
    return new Route(new TlsSettings(from.path("verify-tls").asBoolean(true)));
  }
}
