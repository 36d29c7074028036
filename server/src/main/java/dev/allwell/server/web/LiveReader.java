package dev.allwell.server.web;

import dev.allwell.server.live.Cursor;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One reader of the live stream. It takes from the rings as fast as its connection does; nothing
/// waits for it but what the connection holds, some 64 KiB.
///
/// Whoever falls behind all that the rings hold, or takes nothing for two heartbeats, gets a last
/// event and is dropped. On the connection's event loop, but for [#wake] and [#end].
final class LiveReader {
  static final String TYPE = "text/event-stream";
  private static final int ENTRIES_A_LOOK = 256;
  private static final long RETRY_MILLIS = 3000;
  private static final Duration WATCH = Duration.ofMillis(500);

  private final HttpServerResponse response;
  private final HttpConnection connection;
  private final Vertx vertx;
  private final Context loop;
  private final Duration heartbeat;
  private final BooleanSupplier welcome;
  private final Consumer<LiveReader> gone;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private @Nullable Cursor cursor;
  private long timer = -1;
  private long watch = -1;
  private int beatsBlocked;
  private boolean over;
  private boolean dropped;

  /// @param welcome whether it may still read; never blocks
  /// @param gone told once when it reads no more
  LiveReader(
      RoutingContext context,
      Duration heartbeat,
      BooleanSupplier welcome,
      Consumer<LiveReader> gone) {
    this.response = context.response();
    this.connection = context.request().connection();
    this.vertx = context.vertx();
    this.loop = vertx.getOrCreateContext();
    this.heartbeat = heartbeat;
    this.welcome = welcome;
    this.gone = gone;
  }

  /// Sends the head, and what there is for this reader already.
  void begin(Cursor from) {
    cursor = from;
    response.closeHandler(closed -> leave());
    response.exceptionHandler(trouble -> leave());
    response.drainHandler(drained -> wake());
    timer = vertx.setPeriodic(heartbeat.toMillis(), beat -> beat(from));
    watch = vertx.setPeriodic(WATCH.toMillis(), look -> watch(from));
    response.putHeader(HttpHeaders.CONTENT_TYPE, TYPE).setChunked(true);
    write("retry: " + RETRY_MILLIS + "\nid: " + from.id() + "\n\n");
    wake();
  }

  /// There may be more. Any thread; never blocks.
  void wake() {
    if (scheduled.compareAndSet(false, true)) {
      loop.runOnContext(now -> pump());
    }
  }

  /// The server stops. Any thread.
  void end() {
    loop.runOnContext(now -> {
      var from = cursor;
      if (from != null && !over) {
        last(from.ended("stopping"), heartbeat);
      }
    });
  }

  boolean wasDropped() {
    return dropped;
  }

  private void pump() {
    scheduled.set(false);
    var from = cursor;
    if (from == null || over || !watch(from)) {
      return;
    }
    if (response.writeQueueFull()) { // once it drained, it wakes
      if (from.isLost()) {
        drop(from);
      }
      return;
    }
    switch (from.take(ENTRIES_A_LOOK)) {
      case Cursor.Taken.Lost() -> drop(from);
      case Cursor.Taken.Some some -> {
        if (!some.texts().isEmpty()) {
          var slice = Buffer.buffer();
          some.texts().forEach(slice::appendBytes);
          response.write(slice);
        }
        if (!some.end()) {
          wake();
        }
      }
    }
  }

  /// Sends away who may read no longer: nothing more is told, and it ends within half a second also
  /// when there is nothing to tell.
  private boolean watch(Cursor from) {
    if (!over && !welcome.getAsBoolean()) {
      last(from.ended("unauthorized"), WATCH);
    }
    return !over;
  }

  private void beat(Cursor from) {
    if (over) {
      return;
    }
    if (!response.writeQueueFull()) {
      beatsBlocked = 0;
      write(": beat\nid: " + from.id() + "\n\n");
    } else if (++beatsBlocked == 2) {
      drop(from);
    }
  }

  private void drop(Cursor from) {
    dropped = true;
    last(from.dropped("too slow"), heartbeat);
  }

  /// The last words wait behind what the reader has not taken yet, for so long at most.
  private void last(byte[] event, Duration patience) {
    leave();
    var ended = response.end(Buffer.buffer(event));
    if (!ended.isComplete()) {
      timer = vertx.setTimer(patience.toMillis(), late -> connection.close());
    }
    ended.onComplete(done -> vertx.cancelTimer(timer)).onFailure(trouble -> connection.close());
  }

  private void leave() {
    if (!over) {
      over = true;
      vertx.cancelTimer(timer);
      vertx.cancelTimer(watch);
      var from = cursor;
      if (from != null) {
        from.close();
      }
      gone.accept(this);
    }
  }

  private void write(String text) {
    response.write(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
  }
}
