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
  /// Bytes of a body, unless a route says otherwise.
  static final int LARGEST = 256 * 1024;

  private final HttpServerResponse response;
  private final Traffic traffic;
  private final int largest;
  private final Consumer<byte[]> reader;
  private final Buffer received = Buffer.buffer();
  private boolean refused;

  private Body(HttpServerResponse response, Traffic traffic, int largest, Consumer<byte[]> reader) {
    this.response = response;
    this.traffic = traffic;
    this.largest = largest;
    this.reader = reader;
  }

  /// Hands the whole body to the reader, on the event loop; or answers why not. To be called before
  /// the request's event loop does anything else.
  static void receive(HttpServerRequest request, Traffic traffic, Consumer<byte[]> reader) {
    receive(request, traffic, LARGEST, reader);
  }

  /// @param largest bytes that are taken
  static void receive(
      HttpServerRequest request, Traffic traffic, int largest, Consumer<byte[]> reader) {
    var body = new Body(request.response(), traffic, largest, reader);
    var refusal = body.unwanted(request);
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

  private Optional<Refusal> unwanted(HttpServerRequest request) {
    var expect = request.getHeader(HttpHeaders.EXPECT);
    var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (length(request) > largest) {
      return Optional.of(tooLarge());
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
    if (received.length() + part.length() > largest) {
      refuse(tooLarge());
    } else {
      received.appendBuffer(part);
    }
  }

  private void whole() {
    if (!refused) {
      reader.accept(received.getBytes());
    }
  }

  private Refusal tooLarge() {
    return new Refusal(413, "the body is larger than " + largest + " bytes");
  }

  private void refuse(Refusal refusal) {
    refused = true;
    traffic.refused();
    Answers.refuse(response, refusal);
  }
}
