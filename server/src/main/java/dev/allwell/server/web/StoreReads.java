package dev.allwell.server.web;

import dev.allwell.engine.OverloadedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests that read the store, which blocks: each on a virtual thread of its own.
///
/// Only so many read at once; the others wait for a place. A place is held while the store is read,
/// never while a reader out there is slow.
final class StoreReads {
  private static final int AT_ONCE = 64;
  private static final Logger log = LoggerFactory.getLogger(StoreReads.class);

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Duration patience;

  /// @param patience for a place
  StoreReads(Duration patience) {
    this.patience = patience;
  }

  /// Leaves the event loop and does the work, which answers. Whatever it throws is answered too.
  ///
  /// @param type of the content, when the work goes well
  void answer(RoutingContext context, String type, Work work) {
    var answer = new PiecewiseAnswer(context, type);
    Blocking.aside(() -> {
      try {
        work.answer(answer);
      } catch (PiecewiseAnswer.GoneException e) {
        log.debug("{}: {}", context.request().path(), e.getMessage());
      } catch (IOException | RuntimeException | Error e) {
        answer.fail(e, () -> MonitorDialect.explain(context.response(), e));
      }
    });
  }

  /// Reads the store in a place of its own.
  ///
  /// @throws OverloadedException when none was free for too long
  <T> T read(Supplier<T> reading) {
    if (!seated()) {
      throw new OverloadedException("too many requests read the store; ask again");
    }
    try {
      return reading.get();
    } finally {
      places.release();
    }
  }

  private boolean seated() {
    try {
      return places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Whether nothing but the head of the answer is wanted.
  static boolean headOnly(RoutingContext context) {
    return context.request().method().equals(HttpMethod.HEAD);
  }

  /// What is done for a request.
  @FunctionalInterface
  interface Work {
    void answer(PiecewiseAnswer answer) throws IOException;
  }
}
