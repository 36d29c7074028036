package dev.allwell.server.web;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An answer that is written on a thread that may block, in slices of some 64 KiB: whoever writes
/// waits while the reader does not keep up. What fits one slice goes whole.
///
/// Made on the request's event loop, used by one other thread.
final class PiecewiseAnswer {
  private static final int SLICE = 64 * 1024;
  private static final Logger log = LoggerFactory.getLogger(PiecewiseAnswer.class);

  private final HttpServerResponse response;
  private final Context loop;
  private final boolean headOnly;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private final ByteArrayOutputStream slice = new ByteArrayOutputStream(SLICE / 8);
  private final String type;
  private boolean begun;

  PiecewiseAnswer(RoutingContext context, String type) {
    this.type = type;
    response = context.response();
    loop = context.vertx().getOrCreateContext();
    headOnly = StoreReads.headOnly(context);
    response.closeHandler(closing -> closed.complete(null));
    response.exceptionHandler(trouble -> closed.complete(null));
  }

  /// The reader went away before the end.
  static final class GoneException extends IOException {
    private static final long serialVersionUID = 1L;

    GoneException() {
      super("the reader went away");
    }
  }

  /// Where the text goes, to be answered with 200; [#flow] is to be called now and then.
  OutputStream text() {
    return slice;
  }

  /// Sends what was written once it is a slice, and waits until the reader has taken most of it.
  void flow() throws GoneException {
    if (slice.size() >= SLICE) {
      var bytes = Buffer.buffer(slice.toByteArray());
      slice.reset();
      boolean first = !begun;
      begun = true;
      hop(taken -> pour(bytes, first, taken));
    }
  }

  /// Sends the rest.
  void end() throws GoneException {
    var bytes = Buffer.buffer(slice.toByteArray());
    boolean whole = !begun;
    hop(taken -> {
      if (whole) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
      }
      var ended =
          whole && headOnly
              ? response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(bytes.length())).end()
              : headOnly ? response.end() : response.end(bytes);
      ended.onComplete(done -> taken.complete(null));
    });
  }

  /// Answers in another way, on the event loop: a short answer, without anything written so far.
  void instead(Runnable other) throws GoneException {
    hop(taken -> {
      other.run();
      taken.complete(null);
    });
  }

  /// Answers with an error; where the head went out already, the connection tells.
  void fail(Throwable trouble, Runnable error) {
    loop.runOnContext(now -> {
      if (response.headWritten()) {
        log.warn("an answer could not be completed", trouble);
        response.reset();
      } else {
        error.run();
      }
    });
  }

  private void pour(Buffer bytes, boolean first, CompletableFuture<Void> taken) {
    if (response.closed()) {
      closed.complete(null);
      return;
    }
    if (first) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, type).setChunked(true);
    }
    if (headOnly) {
      taken.complete(null);
      return;
    }
    var written = response.write(bytes);
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> taken.complete(null));
    } else {
      written.onComplete(done -> taken.complete(null));
    }
  }

  /// Does something on the event loop and waits until it says that it is done, or nobody reads.
  private void hop(Handler<CompletableFuture<Void>> action) throws GoneException {
    var taken = new CompletableFuture<Void>();
    loop.runOnContext(now -> {
      try {
        action.handle(taken);
      } catch (RuntimeException e) {
        taken.completeExceptionally(e);
      }
    });
    try {
      CompletableFuture.anyOf(taken, closed).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    if (closed.isDone() && !taken.isDone()) {
      throw new GoneException();
    }
  }
}
