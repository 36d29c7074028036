package dev.allwell.server.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.Optional;

/// What a request must look like before anybody thinks about it: nothing that this server and one
/// in front of it could understand differently.
final class Shape {
  private Shape() {}

  /// A fault of a request.
  ///
  /// @param reason ASCII, nothing to escape
  record Fault(HttpResponseStatus status, String reason) {}

  static Optional<Fault> fault(HttpRequest request) {
    return request.decoderResult().isSuccess()
        ? line(request).or(() -> headers(request))
        : undecodable(request.decoderResult().cause());
  }

  private static Optional<Fault> undecodable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          fault(
              HttpResponseStatus.REQUEST_URI_TOO_LONG,
              "the request line is longer than 4096 bytes");
      case TooLongHttpHeaderException header ->
          fault(
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "the headers are larger than 16384 bytes");
      default -> fault(HttpResponseStatus.BAD_REQUEST, "the request is malformed");
    };
  }

  private static Optional<Fault> line(HttpRequest request) {
    var version = request.protocolVersion();
    if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
      return fault(
          HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 and HTTP/1.0 are spoken here");
    }
    if (!request.uri().startsWith("/")) {
      return fault(HttpResponseStatus.BAD_REQUEST, "the target of a request must begin with /");
    }
    return Optional.empty();
  }

  private static Optional<Fault> headers(HttpRequest request) {
    int count = 0;
    var each = request.headers().iteratorCharSequence();
    while (each.hasNext()) {
      if (each.next().getKey().isEmpty()) {
        return fault(HttpResponseStatus.BAD_REQUEST, "a header has no name");
      }
      if (++count > Limits.MOST_HEADERS) {
        return fault(
            HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "there are more than 100 headers");
      }
    }
    var codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    boolean plain =
        codings.isEmpty()
            || (codings.size() == 1
                && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst()));
    return plain
        ? Optional.empty()
        : fault(HttpResponseStatus.BAD_REQUEST, "the only Transfer-Encoding understood is chunked");
  }

  private static Optional<Fault> fault(HttpResponseStatus status, String reason) {
    return Optional.of(new Fault(status, reason));
  }
}
