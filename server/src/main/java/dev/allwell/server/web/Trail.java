package dev.allwell.server.web;

import dev.allwell.server.access.Audit;
import dev.allwell.server.access.Caller;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;

/// What requests leave in the audit log: each that may have changed something, once.
///
/// A handler that knows better than its status what came of a request says so by [#note], or that
/// nothing changed by [#nothing]. For all others the status speaks: what was refused (4xx) changed
/// nothing; what failed on our side (5xx) may yet have come to pass.
public final class Trail {
  private static final String NOTED = "noted";
  private static final int LOWEST_ERROR = 400;
  private static final int LOWEST_FAULT = 500;

  private final Audit audit;

  Trail(Audit audit) {
    this.audit = audit;
  }

  /// Looks at how a request ends.
  void follow(RoutingContext context, Caller caller, String route) {
    context.addEndHandler(ended -> {
      int status = context.response().getStatusCode();
      boolean refused = status >= LOWEST_ERROR && status < LOWEST_FAULT;
      if (!refused && context.get(NOTED) == null) {
        var result = ended.succeeded() ? Integer.toString(status) : "not answered";
        audit.note(caller, route, context.request().path(), result);
      }
    });
  }

  /// Notes what a request changed.
  ///
  /// @return completes when it is durable, exceptionally when it was lost
  public CompletionStage<Void> note(
      RoutingContext context, String what, String subject, String result) {
    nothing(context);
    return audit.note(Routes.caller(context), what, subject, result);
  }

  /// Says that there is nothing more to note: the request changed nothing, or what it changed is
  /// noted.
  public static void nothing(RoutingContext context) {
    context.put(NOTED, true);
  }
}
