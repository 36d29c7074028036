package dev.allwell.server.web.api;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/// The live stream as Server-Sent Events (HTML standard, section 9.2). On the event loop.
final class StreamOperation {
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final LiveStream live;

  StreamOperation(LiveStream live) {
    this.live = live;
  }

  void open(RoutingContext context, Asked asked) {
    asked.only("q", "group", "health", "attribute", "results");
    var filter = Filter.of(asked);
    boolean results = asked.flag("results");
    var refusal = asked.refusal();
    if (refusal.isPresent()) {
      refusal.get().send(context.response());
    } else if (context.request().method().equals(HttpMethod.HEAD)) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream").end();
    } else {
      listen(context, filter, results);
    }
  }

  private void listen(RoutingContext context, Filter filter, boolean results) {
    var vertx = context.vertx();
    var response = context.response();
    var following = new Following();
    var follower =
        new Follower(
            response, vertx.getOrCreateContext(), filter, results, () -> following.over(context));
    following.follower = Optional.of(follower);
    var lastId = Optional.ofNullable(context.request().getHeader("Last-Event-ID")).orElse("");
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader("X-Accel-Buffering", "no");
    if (live.join(follower, lastId)) {
      response.exceptionHandler(cut -> follower.closed());
      response.closeHandler(closed -> follower.closed());
      following.timer =
          vertx.setPeriodic(
              HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), beat -> follower.say(": still here\n\n"));
    } else {
      response.setChunked(false);
      Reply.unavailable("too many streams are open").send(response);
    }
  }

  /// A reader with its heartbeat. On its event loop.
  private final class Following {
    private Optional<Follower> follower = Optional.empty();
    private long timer = -1;

    void over(RoutingContext context) {
      context.vertx().cancelTimer(timer);
      follower.ifPresent(live::leave);
    }
  }
}
