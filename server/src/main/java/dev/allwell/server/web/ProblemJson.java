package dev.allwell.server.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;

/// Errors of the native API, in the form of RFC 9457: `{"title", "status", "detail", "errors":
/// [{"detail", "pointer"}]}`.
///
/// Which form an error has is settled when the request comes in: below `/api/` its answer bears the
/// content type of a problem from the start, and everything else that is answered replaces it.
public final class ProblemJson {
  public static final String TYPE = "application/problem+json";
  private static final String BELOW = "/api/";

  private ProblemJson() {}

  /// One thing that is wrong with a request.
  ///
  /// @param place a JSON pointer into the body as a URI fragment, `#/http/method`; or the name of a
  ///   query parameter
  /// @param inBody which of the two
  public record Fault(String detail, String place, boolean inBody) {
    /// One that is neither in the body nor in the query.
    public static Fault elsewhere(String detail) {
      return new Fault(detail, "", false);
    }
  }

  static void expect(HttpServerRequest request) {
    if (request.path().startsWith(BELOW)) {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, TYPE);
    }
  }

  static boolean wanted(HttpServerResponse response) {
    return TYPE.equals(response.headers().get(HttpHeaders.CONTENT_TYPE));
  }

  static void send(HttpServerResponse response, int status, String detail) {
    send(response, status, detail, List.of());
  }

  /// The answer to a query with faults, the first of which is told in the detail too.
  static void refuseQuery(HttpServerResponse response, List<Fault> faults) {
    var first = faults.getFirst();
    send(response, 400, first.place() + ": " + first.detail(), faults);
  }

  static void send(HttpServerResponse response, int status, String detail, List<Fault> faults) {
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, TYPE)
        .end(Buffer.buffer(Json.bytes(json -> write(json, status, detail, faults))));
  }

  /// The document.
  public static void write(JsonGenerator json, int status, String detail, List<Fault> faults)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    json.writeNumberField("status", status);
    Json.text(json, "detail", detail);
    if (!faults.isEmpty()) {
      json.writeArrayFieldStart("errors");
      for (var fault : faults) {
        json.writeStartObject();
        Json.text(json, "detail", fault.detail());
        if (!fault.place().isEmpty()) {
          Json.text(json, fault.inBody() ? "pointer" : "parameter", fault.place());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
