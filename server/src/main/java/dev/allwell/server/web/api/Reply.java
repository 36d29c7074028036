package dev.allwell.server.web.api;

import dev.allwell.server.web.Json;
import dev.allwell.server.web.ProblemJson;
import dev.allwell.server.web.ProblemJson.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;

/// An answer that is ready to be sent.
///
/// @param type of the body; empty when there is none
/// @param deed of what may have changed something
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Reply(int status, String type, byte[] body, Map<String, String> headers, Deed deed) {
  /// Nothing more to say.
  static final Reply NO_CONTENT = new Reply(204, "", new byte[0], Map.of(), Deed.Silent.BY_STATUS);

  static Reply json(int status, Json.Part part) {
    return new Reply(status, Json.TYPE, Json.bytes(part), Map.of(), Deed.Silent.BY_STATUS);
  }

  static Reply ok(Json.Part part) {
    return json(200, part);
  }

  static Reply problem(int status, String detail) {
    return problem(status, detail, List.of());
  }

  static Reply problem(int status, String detail, List<Fault> faults) {
    return new Reply(
        status,
        ProblemJson.TYPE,
        Json.bytes(json -> ProblemJson.write(json, status, detail, faults)),
        Map.of(),
        Deed.Silent.BY_STATUS);
  }

  static Reply unavailable(String detail) {
    return problem(503, detail).with("Retry-After", "1");
  }

  Reply with(String header, String value) {
    return new Reply(status, type, body, Map.of(header, value), deed);
  }

  /// The same answer, after a deed.
  Reply after(Deed done) {
    return new Reply(status, type, body, headers, done);
  }

  /// On the event loop.
  void send(HttpServerResponse response) {
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (type.isEmpty()) {
      response.headers().remove(HttpHeaders.CONTENT_TYPE);
      response.end();
    } else {
      response.putHeader(HttpHeaders.CONTENT_TYPE, type).end(Buffer.buffer(body));
    }
  }
}
