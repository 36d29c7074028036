package dev.allwell.server.web;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How much of anything a caller may use.
///
/// @param connections open at once, over all callers
/// @param connectionsPerAddress open at once from one address; loopback addresses have no such
///   limit
/// @param header from a request's first byte to the end of its headers
/// @param body from there to the end of its body
/// @param idle without any traffic on a connection
/// @param answer until the registry must have answered
public record Limits(
    int connections,
    int connectionsPerAddress,
    Duration header,
    Duration body,
    Duration idle,
    Duration answer) {
  /// Bytes of a request's first line.
  static final int LONGEST_LINE = 4096;

  /// Bytes of all headers of a request.
  static final int LARGEST_HEADER = 16 * 1024;

  /// Headers of a request.
  static final int MOST_HEADERS = 100;

  public static final Limits DEFAULT =
      new Limits(
          1024,
          64,
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(20));

  /// What Vert.x is told; the rest is [Guard]'s work.
  HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(LONGEST_LINE)
        .setMaxHeaderSize(LARGEST_HEADER)
        .setIdleTimeout(Math.toIntExact(idle.toMillis()))
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setHttp2ClearTextEnabled(false)
        .setDecompressionSupported(false)
        .setCompressionSupported(false)
        .setHandle100ContinueAutomatically(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }
}
