package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Check;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Route;
import dev.allwell.model.StatusSet;
import dev.allwell.model.TcpCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// Checks as JSON, field by field: the one place where a new kind of check learns to be stored.
///
/// Everything is written, defaults too, so that a default that changes does not change what was
/// stated. A field that comes later is read with the default it had when it came.
final class CheckCodec {
  private CheckCodec() {}

  static void write(Check check, ObjectNode to) {
    to.put("host", check.endpoint().host());
    to.put("port", check.endpoint().port());
    RouteCodec.write(check.route(), to);
    switch (check) {
      case HttpCheck http -> writeHttp(http, to.put("kind", "http"));
      case TcpCheck tcp -> TcpCodec.write(tcp, to.put("kind", "tcp"));
      case DnsCheck dns -> DnsCodec.write(dns, to.put("kind", "dns"));
    }
  }

  /// @param sharing makes equal parts one
  static Check read(JsonNode from, Sharing sharing) {
    var endpoint =
        new Endpoint(from.required("host").textValue(), from.required("port").intValue());
    String kind = from.required("kind").textValue();
    Route route = sharing.one(RouteCodec.read(from));
    return switch (kind) {
      case "http" -> readHttp(endpoint, from, route, sharing);
      case "tcp" -> TcpCodec.read(endpoint, from, route, sharing);
      case "dns" -> DnsCodec.read(endpoint, from, route, sharing);
      default -> throw new IllegalArgumentException("no such kind of check: " + kind);
    };
  }

  private static void writeHttp(HttpCheck http, ObjectNode to) {
    to.put("tls", http.tls()).put("path", http.path());
    to.put("method", http.request().method()).put("body", http.request().body());
    var headers = to.putObject("headers");
    http.request().headers().forEach(headers::put);
    var statuses = to.putArray("expect-status");
    for (var range : http.expect().status().ranges()) {
      statuses.addArray().add(range.first()).add(range.last());
    }
    to.put("format", http.expect().format().name());
    to.put("redirects", http.conduct().redirects());
    to.put("keep-alive", http.conduct().keepAlive());
  }

  private static HttpCheck readHttp(
      Endpoint endpoint, JsonNode from, Route route, Sharing sharing) {
    var headers = new LinkedHashMap<String, String>();
    from.required("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey(), e.getValue().textValue()));
    var statuses = new ArrayList<StatusSet.Range>();
    for (var range : from.required("expect-status")) {
      statuses.add(new StatusSet.Range(range.required(0).intValue(), range.required(1).intValue()));
    }
    var request =
        new HttpCheck.Request(
            from.required("method").textValue(), headers, from.required("body").textValue());
    var format = HttpCheck.Format.valueOf(from.required("format").textValue());
    var conduct =
        new HttpCheck.Conduct(from.required("redirects").intValue(), flag(from, "keep-alive"));
    return new HttpCheck(
        flag(from, "tls"),
        endpoint,
        sharing.one(from.required("path").textValue()),
        // equal ones may send their headers in another order
        headers.size() > 1 ? request : sharing.one(request),
        sharing.one(new HttpCheck.Expect(new StatusSet(statuses), format)),
        sharing.one(conduct),
        route);
  }

  static boolean flag(JsonNode from, String key) {
    return from.required(key).booleanValue();
  }
}
