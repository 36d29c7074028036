package dev.allwell.server.web;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A long answer, written in slices of some 64 KiB: between two slices the event loop serves
/// others, and nothing is produced while the reader does not keep up. What fits one slice goes
/// whole.
final class Outflow {
  private static final int SLICE = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(Outflow.class);

  private final HttpServerResponse response;
  private final Context loop;
  private final Slice slice;
  private final Text text;

  private Outflow(HttpServerResponse response, Context loop, Slice slice, Text text) {
    this.response = response;
    this.loop = loop;
    this.slice = slice;
    this.text = text;
  }

  /// Answers 200 with a text. On the request's event loop.
  static void send(RoutingContext context, String contentType, Source source) {
    var response = context.response().putHeader(HttpHeaders.CONTENT_TYPE, contentType);
    if (context.request().method().equals(HttpMethod.HEAD)) {
      response.end();
      return;
    }
    var slice = new Slice();
    try {
      var loop = context.vertx().getOrCreateContext();
      new Outflow(response, loop, slice, source.open(slice)).proceed();
    } catch (IOException e) {
      context.fail(e);
    }
  }

  private void proceed() {
    if (response.closed()) {
      return;
    }
    try {
      boolean more = true;
      while (more && slice.length() < SLICE) {
        more = text.more();
      }
      pour(more);
    } catch (IOException | RuntimeException e) {
      log.error("an answer could not be completed", e);
      response.reset();
    }
  }

  private void pour(boolean more) {
    if (!more) {
      response.end(slice.take());
      return;
    }
    if (!response.headWritten()) {
      response.setChunked(true);
    }
    response.write(slice.take());
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> proceed());
    } else {
      loop.runOnContext(next -> proceed());
    }
  }

  /// Where a text comes from.
  @FunctionalInterface
  interface Source {
    /// Begins a text that will be written to this stream, and may already write its beginning.
    Text open(OutputStream out) throws IOException;
  }

  /// A text in the middle of being written.
  @FunctionalInterface
  interface Text {
    /// Writes a little more, a few kilobytes at most.
    ///
    /// @return false when nothing is left, all written and flushed
    boolean more() throws IOException;
  }

  /// What was written and not yet poured.
  private static final class Slice extends OutputStream {
    private Buffer buffer = Buffer.buffer(SLICE / 8);

    @Override
    public void write(int octet) {
      buffer.appendByte((byte) octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) {
      buffer.appendBytes(octets, from, length);
    }

    private int length() {
      return buffer.length();
    }

    private Buffer take() {
      var taken = buffer;
      buffer = Buffer.buffer(SLICE);
      return taken;
    }
  }
}
