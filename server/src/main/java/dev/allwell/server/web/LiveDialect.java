package dev.allwell.server.web;

import dev.allwell.server.access.Tokens;
import dev.allwell.server.live.Live;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The live stream over HTTP: `GET /api/v1/stream`, Server-Sent Events.
public final class LiveDialect implements Dialect, AutoCloseable {
  private static final String RETRY_SECONDS = "5";

  private final Live live;
  private final Tokens tokens;
  private final Limits limits;
  private final Set<LiveReader> readers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean closed;

  /// How many may read, and how they know that the stream lives.
  ///
  /// @param readers at once
  /// @param heartbeat between two signs of life
  public record Limits(int readers, Duration heartbeat) {
    /// Half of the connections there may be, so that a crowd of readers leaves room for others.
    public static final Limits DEFAULT = new Limits(512, Duration.ofSeconds(15));
  }

  /// How the stream does.
  ///
  /// @param readers now
  /// @param dropped readers that were too slow, since the start
  /// @param queued events that are not written yet
  /// @param lost events that were left out because too many came at once, since the start
  public record Reading(int readers, long dropped, int queued, long lost) {}

  public LiveDialect(WebParts parts, Live live, Limits limits) {
    this.live = live;
    this.tokens = parts.entrance().tokens();
    this.limits = limits;
    var meters = parts.exposition().meters();
    Gauge.builder("allwell.stream.readers", reading, AtomicInteger::get)
        .description("Readers of the live stream")
        .register(meters);
    FunctionCounter.builder("allwell.stream.readers.dropped", dropped, AtomicLong::get)
        .description("Readers of the live stream that were dropped because they were too slow")
        .register(meters);
    Gauge.builder("allwell.stream.events.queued", live, Live::queued)
        .description("Events that the live stream has not written yet")
        .register(meters);
    FunctionCounter.builder("allwell.stream.events.lost", live, Live::lost)
        .description("Events that the live stream left out because too many came at once")
        .register(meters);
  }

  /// How it does now. Any thread.
  public Reading reading() {
    return new Reading(reading.get(), dropped.get(), live.queued(), live.lost());
  }

  @Override
  public void mount(Routes routes) {
    routes.add(HttpMethod.GET, "/api/v1/stream", this::stream);
  }

  private void stream(RoutingContext context) {
    var query = new LiveQuery(context.queryParams());
    var filter = query.filter();
    if (!query.faults().isEmpty()) {
      ProblemJson.refuseQuery(context.response(), query.faults());
      return;
    }
    if (StoreReads.headOnly(context)) {
      context.response().putHeader(HttpHeaders.CONTENT_TYPE, LiveReader.TYPE).end();
      return;
    }
    if (reading.incrementAndGet() > limits.readers || closed) {
      reading.decrementAndGet();
      context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      Answers.error(context.response(), 503, "too many read the stream");
      return;
    }
    var lastId = context.request().getHeader("Last-Event-ID");
    var caller = Routes.caller(context);
    var reader =
        new LiveReader(context, limits.heartbeat, () -> tokens.stillKnow(caller), this::gone);
    readers.add(reader);
    reader.begin(
        live.join(filter, lastId == null || lastId.isEmpty() ? null : lastId, reader::wake));
    if (closed) {
      reader.end();
    }
  }

  private void gone(LiveReader reader) {
    if (readers.remove(reader)) {
      reading.decrementAndGet();
      if (reader.wasDropped()) {
        dropped.incrementAndGet();
      }
    }
  }

  /// Tells all readers that it ends, and lets nobody in any more. Any thread.
  @Override
  public void close() {
    closed = true;
    readers.forEach(LiveReader::end);
  }
}
