package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;

/// What the uptime recorder puts around everything it says: `{"status": 200, "status_desc": "OK",
/// "data": {…}}`, or `errors` in place of the data.
///
/// Whether a request is answered in one is settled when it comes in: below `/v1/` its answer bears
/// this content type from the start, and errors that are told by others follow it.
final class Envelope {
  static final String TYPE = "application/json; charset=utf-8";

  private Envelope() {}

  static void expect(HttpServerRequest request) {
    var path = request.path();
    if (path.equals("/v1") || path.startsWith("/v1/")) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    }
  }

  static boolean wanted(HttpServerResponse response) {
    return TYPE.equals(response.headers().get(HttpHeaders.CONTENT_TYPE));
  }

  /// Opens one that holds data; two objects are to be closed by [#close].
  static void open(JsonGenerator json) throws IOException {
    head(json, 200);
    json.writeObjectFieldStart("data");
  }

  static void close(JsonGenerator json) throws IOException {
    json.writeEndObject();
    json.writeEndObject();
  }

  /// One without data.
  static void bare(HttpServerResponse response, int status) {
    send(response, status, json -> {});
  }

  static void error(HttpServerResponse response, int status, String reason) {
    send(
        response,
        status,
        json -> {
          json.writeArrayFieldStart("errors");
          json.writeString(Json.wellFormed(reason));
          json.writeEndArray();
        });
  }

  private static void send(HttpServerResponse response, int status, Json.Part rest) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
        .end(
            Buffer.buffer(
                Json.bytes(json -> {
                  head(json, status);
                  rest.write(json);
                  json.writeEndObject();
                })));
  }

  private static void head(JsonGenerator json, int status) throws IOException {
    json.writeStartObject();
    json.writeNumberField("status", status);
    json.writeStringField("status_desc", HttpResponseStatus.valueOf(status).reasonPhrase());
  }
}
