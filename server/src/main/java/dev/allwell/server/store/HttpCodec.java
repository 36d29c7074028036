package dev.allwell.server.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Route;
import dev.allwell.model.Secret;
import dev.allwell.model.StatusSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// The settings of an http check, as JSON beside the fields that every check has.
final class HttpCodec {
  private HttpCodec() {}

  /// @param box seals what is secret
  static void write(HttpCheck http, ObjectNode to, SecretBox box) {
    to.put("tls", http.tls()).put("path", http.path());
    var request = http.request();
    to.put("method", request.method()).put("body", request.body());
    var headers = to.putObject("headers");
    request.headers().forEach(headers::put);
    var secrets = to.putObject("secret-headers");
    request.secretHeaders().forEach((name, value) -> secrets.put(name, box.seal(value)));
    request.host().ifPresent(host -> to.put("host-header", host));
    write(request.auth(), to, box);
    var statuses = to.putArray("expect-status");
    for (var range : http.expect().status().ranges()) {
      statuses.addArray().add(range.first()).add(range.last());
    }
    to.put("format", http.expect().format().name());
    BodyExpectCodec.write(http.expect().body(), to.putObject("expect-body"));
    to.put("redirects", http.conduct().redirects());
    to.put("keep-alive", http.conduct().keepAlive());
    to.put("max-body", http.conduct().maxBody());
    to.put("version", http.conduct().version().name());
  }

  /// @param box opens what was sealed
  static HttpCheck read(
      Endpoint endpoint, JsonNode from, Route route, Sharing sharing, SecretBox box) {
    var request = readRequest(from, box);
    // equal ones may send their headers in another order
    boolean ordered = request.headers().size() + request.secretHeaders().size() > 1;
    return new HttpCheck(
        CheckCodec.flag(from, "tls"),
        endpoint,
        sharing.one(from.required("path").textValue()),
        ordered ? request : sharing.one(request),
        sharing.one(readExpect(from)),
        sharing.one(readConduct(from)),
        route);
  }

  private static HttpCheck.Request readRequest(JsonNode from, SecretBox box) {
    var headers = new LinkedHashMap<String, String>();
    from.required("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey(), e.getValue().textValue()));
    var secrets = new LinkedHashMap<String, Secret>();
    from.path("secret-headers")
        .properties()
        .forEach(e -> secrets.put(e.getKey(), box.open(e.getValue().textValue())));
    return new HttpCheck.Request(
        from.required("method").textValue(),
        from.path("host-header").textValue(),
        readAuth(from.path("auth"), box),
        headers,
        secrets,
        from.required("body").textValue());
  }

  private static void write(HttpAuth auth, ObjectNode to, SecretBox box) {
    switch (auth) {
      case HttpAuth.None _ -> {
        // an absent one is none
      }
      case HttpAuth.Basic(String username, Secret password) ->
          to.putObject("auth").put("username", username).put("password", box.seal(password));
      case HttpAuth.Bearer(Secret token) -> to.putObject("auth").put("bearer", box.seal(token));
    }
  }

  private static HttpAuth readAuth(JsonNode auth, SecretBox box) {
    if (auth.isMissingNode()) {
      return HttpAuth.NONE;
    }
    if (auth.has("bearer")) {
      return new HttpAuth.Bearer(box.open(auth.required("bearer").textValue()));
    }
    return new HttpAuth.Basic(
        auth.required("username").textValue(), box.open(auth.required("password").textValue()));
  }

  private static HttpCheck.Expect readExpect(JsonNode from) {
    var statuses = new ArrayList<StatusSet.Range>();
    for (var range : from.required("expect-status")) {
      statuses.add(new StatusSet.Range(range.required(0).intValue(), range.required(1).intValue()));
    }
    return new HttpCheck.Expect(
        new StatusSet(statuses),
        HttpCheck.Format.valueOf(from.required("format").textValue()),
        BodyExpectCodec.read(from.path("expect-body")));
  }

  private static HttpCheck.Conduct readConduct(JsonNode from) {
    return new HttpCheck.Conduct(
        from.required("redirects").intValue(),
        CheckCodec.flag(from, "keep-alive"),
        from.path("max-body").asInt(HttpCheck.Conduct.USUAL_BODY),
        HttpCheck.Version.valueOf(from.path("version").asText(HttpCheck.Version.HTTP_1_1.name())));
  }
}
