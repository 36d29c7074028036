package dev.allwell.server.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.function.Consumer;

/// Receives the body of a request, whatever it is called, and only so much of it. What is not
/// wanted is refused before it is read; [Guard] sees to the time it takes.
final class Body {
  /// Bytes of a body.
  static final int LARGEST = 256 * 1024;

  private static final Refusal TOO_LARGE = new Refusal(413, "the body is larger than 262144 bytes");

  private final HttpServerResponse response;
  private final Traffic traffic;
  private final Consumer<byte[]> reader;
  private final Buffer received = Buffer.buffer();
  private boolean refused;

  private Body(HttpServerResponse response, Traffic traffic, Consumer<byte[]> reader) {
    this.response = response;
    this.traffic = traffic;
    this.reader = reader;
  }

  /// Hands the whole body to the reader, on the event loop; or answers why not. To be called before
  /// the request's event loop does anything else.
  static void receive(HttpServerRequest request, Traffic traffic, Consumer<byte[]> reader) {
    var body = new Body(request.response(), traffic, reader);
    var refusal = unwanted(request);
    if (refusal.isPresent()) {
      body.refuse(refusal.get());
      return;
    }
    request.handler(body::part);
    request.endHandler(end -> body.whole());
    request.exceptionHandler(cut -> body.refused = true);
    if (request.getHeader(HttpHeaders.EXPECT) != null) {
      request.response().writeContinue();
    }
  }

  private static Optional<Refusal> unwanted(HttpServerRequest request) {
    var expect = request.getHeader(HttpHeaders.EXPECT);
    var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (length(request) > LARGEST) {
      return Optional.of(TOO_LARGE);
    }
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      return Optional.of(new Refusal(417, "the only expectation known is 100-continue"));
    }
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return Optional.of(new Refusal(415, "the body must not be encoded"));
    }
    return Optional.empty();
  }

  private static long length(HttpServerRequest request) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length);
  }

  private void part(Buffer part) {
    if (refused) {
      return;
    }
    if (received.length() + part.length() > LARGEST) {
      refuse(TOO_LARGE);
    } else {
      received.appendBuffer(part);
    }
  }

  private void whole() {
    if (!refused) {
      reader.accept(received.getBytes());
    }
  }

  private void refuse(Refusal refusal) {
    refused = true;
    traffic.refused();
    Answers.refuse(response, refusal);
  }
}
