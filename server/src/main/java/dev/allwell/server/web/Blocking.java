package dev.allwell.server.web;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What a request must wait for: done on a virtual thread of its own, and answered on the request's
/// event loop.
final class Blocking {
  private Blocking() {}

  /// Does the work elsewhere and answers here; trouble with the store is told as such. On the
  /// request's event loop.
  static <T> void call(RoutingContext context, Supplier<T> work, Consumer<T> answer) {
    var done = new CompletableFuture<T>();
    aside(() -> {
      try {
        done.complete(work.get());
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e); // as it is: supplyAsync would wrap it
      }
    });
    await(context, done)
        .onSuccess(value -> {
          if (!context.response().closed() && !context.response().ended()) {
            guarded(context, () -> answer.accept(value));
          }
        })
        .onFailure(trouble -> MonitorDialect.explain(context.response(), trouble));
  }

  /// Does the work elsewhere; what it throws is its own affair.
  static void aside(Runnable work) {
    Thread.ofVirtual().name("request").start(work);
  }

  /// Goes on here once something is over elsewhere, well or not. On the request's event loop.
  static void after(RoutingContext context, CompletionStage<?> over, Runnable next) {
    await(context, over).onComplete(result -> guarded(context, next));
  }

  private static <T> Future<T> await(RoutingContext context, CompletionStage<T> stage) {
    return Future.fromCompletionStage(stage, context.vertx().getOrCreateContext());
  }

  private static void guarded(RoutingContext context, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      context.fail(e);
    }
  }
}
