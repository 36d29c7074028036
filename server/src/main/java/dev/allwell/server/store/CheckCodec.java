package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Route;
import dev.allwell.model.TcpCheck;

/// Checks as JSON, field by field: the one place where a new kind of check learns to be stored.
///
/// Everything is written, defaults too, so that a default that changes does not change what was
/// stated. A field that comes later is read with the default it had when it came.
final class CheckCodec {
  private CheckCodec() {}

  /// @param box seals what is secret
  static void write(Check check, ObjectNode to, SecretBox box) {
    to.put("host", check.endpoint().host());
    to.put("port", check.endpoint().port());
    RouteCodec.write(check.route(), to, box);
    switch (check) {
      case HttpCheck http -> HttpCodec.write(http, to.put("kind", "http"), box);
      case TcpCheck tcp -> TcpCodec.write(tcp, to.put("kind", "tcp"));
      case DnsCheck dns -> DnsCodec.write(dns, to.put("kind", "dns"));
    }
  }

  /// @param sharing makes equal parts one
  /// @param box opens what was sealed
  static Check read(JsonNode from, Sharing sharing, SecretBox box) {
    var endpoint =
        new Endpoint(from.required("host").textValue(), from.required("port").intValue());
    String kind = from.required("kind").textValue();
    Route route = sharing.one(RouteCodec.read(from, box));
    return switch (kind) {
      case "http" -> HttpCodec.read(endpoint, from, route, sharing, box);
      case "tcp" -> TcpCodec.read(endpoint, from, route, sharing);
      case "dns" -> DnsCodec.read(endpoint, from, route, sharing);
      default -> throw new IllegalArgumentException("no such kind of check: " + kind);
    };
  }

  static boolean flag(JsonNode from, String key) {
    return from.required(key).booleanValue();
  }
}
