package dev.allwell.server.web.api;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// One reader of the live stream. Who does not keep up is told so, and dropped.
final class Follower {
  /// Room for all changes that are kept.
  private static final int MOST_BYTES = 1024 * 1024;

  private static final int MOST_WAITING = 256;

  private final HttpServerResponse response;
  private final Context loop;
  private final Filter filter;
  private final boolean results;
  private final Runnable gone;
  private final AtomicInteger waiting = new AtomicInteger();
  private long seen;
  private boolean over;

  /// @param results whether mere results are wanted too
  /// @param gone run when this reader is no more, on its event loop
  Follower(
      HttpServerResponse response, Context loop, Filter filter, boolean results, Runnable gone) {
    this.response = response;
    this.loop = loop;
    this.filter = filter;
    this.results = results;
    this.gone = gone;
    response.setWriteQueueMaxSize(MOST_BYTES);
  }

  boolean results() {
    return results;
  }

  boolean wants(Happening happening) {
    return (results || happening.change()) && filter.passes(happening.entry());
  }

  /// Says something. On its event loop.
  void say(String text) {
    write(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// Changes up to this number were said. On its event loop.
  void saw(long number) {
    seen = Math.max(seen, number);
  }

  boolean saysAfter(long number) {
    return number > seen;
  }

  /// Says a few events. Any thread.
  ///
  /// @param text tells on the event loop what is to be said
  void hand(Text text) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      loop.runOnContext(slow -> drop("slow", "more came than was read"));
      return;
    }
    loop.runOnContext(turn -> {
      waiting.decrementAndGet();
      if (!over) {
        write(text.of(this));
      }
    });
  }

  /// What is to be said.
  @FunctionalInterface
  interface Text {
    Buffer of(Follower follower);
  }

  /// Ends it with a last event that says why. Any thread.
  void end(String event, String reason) {
    loop.runOnContext(last -> drop(event, reason));
  }

  /// The connection is gone. On its event loop.
  void closed() {
    if (!over) {
      over = true;
      gone.run();
    }
  }

  /// On its event loop.
  void write(Buffer text) {
    if (over || response.closed() || response.ended()) {
      closed();
    } else if (response.writeQueueFull()) {
      drop("slow", "more came than was read");
    } else if (text.length() > 0) {
      response.write(text);
    }
  }

  private void drop(String event, String reason) {
    if (!over && !response.closed() && !response.ended()) {
      over = true;
      response.end("event: " + event + "\ndata: {\"reason\":\"" + reason + "\"}\n\n");
      gone.run();
    }
  }
}
