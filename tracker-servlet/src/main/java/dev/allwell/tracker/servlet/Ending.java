package dev.allwell.tracker.servlet;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// The end of one request that does not end where the filter does: its status is recorded once, and
/// amended when an error page turns it into another.
///
/// One container thread at a time works on a request; fields are volatile as it need not be the
/// same.
final class Ending implements AsyncListener {
  private static final Logger log = System.getLogger("dev.allwell.tracker");
  private static final AtomicBoolean told = new AtomicBoolean();
  private static final int NOT_RECORDED = -1;
  private static final int DEEPEST_CAUSE = 16;

  private final StatusCodeTracker tracker;
  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private volatile boolean awaited;
  private volatile int recorded = NOT_RECORDED;

  Ending(StatusCodeTracker tracker, HttpServletRequest request, HttpServletResponse response) {
    this.tracker = tracker;
    this.request = request;
    this.response = response;
  }

  /// Whether async processing goes on, whose completion will tell the status.
  boolean isAwaited() {
    return awaited;
  }

  void await(AsyncContext async) {
    awaited = true;
    async.addListener(this);
  }

  /// Takes the status that the response has come to, as often as it comes to one.
  void became(int status) {
    int before = recorded;
    recorded = status;
    if (before == NOT_RECORDED) {
      tracker.record(status);
    } else {
      tracker.amend(before, status);
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    try {
      awaited = false;
      if (!StatusCodeFilter.isLeftOut(request)) {
        became(response.getStatus());
      }
    } catch (Throwable trouble) {
      tell(trouble);
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // the host or the container answers now, and completes
  }

  @Override
  public void onError(AsyncEvent event) {
    // the host or the container answers now, and completes
  }

  /// Async processing begins anew within an ASYNC dispatch, and containers forget listeners then.
  @Override
  public void onStartAsync(AsyncEvent event) {
    try {
      event.getAsyncContext().addListener(this);
    } catch (Throwable trouble) {
      tell(trouble);
    }
  }

  /// The status with which containers answer what is thrown through the whole chain: 500, unless
  /// the exception is one of those that say another.
  static int statusOf(Throwable thrown) throws ReflectiveOperationException {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (cause instanceof UnavailableException unavailable) {
        return unavailable.isPermanent() ? 404 : 503;
      }
      String type = cause.getClass().getName();
      if (type.startsWith("org.eclipse.jetty.http.BadMessage")
          || type.startsWith("org.eclipse.jetty.http.HttpException")) {
        return said(cause, "getCode");
      }
      if (type.equals("org.apache.tomcat.util.http.InvalidParameterException")) {
        return said(cause, "getErrorCode");
      }
      if (depth == 0
          && (type.equals("org.apache.catalina.connector.BadRequestException")
              || type.equals("org.apache.catalina.connector.ClientAbortException"))) {
        return 400;
      }
      cause = cause.getCause();
    }
    return 500;
  }

  private static int said(Throwable thrown, String accessor) throws ReflectiveOperationException {
    return (Integer) thrown.getClass().getMethod(accessor).invoke(thrown);
  }

  /// Logs trouble of our own, the first time.
  static void tell(Throwable trouble) {
    try {
      if (told.compareAndSet(false, true)) {
        log.log(Level.WARNING, "requests are not all counted; told once", trouble);
      }
    } catch (Throwable evenThat) {
      // nothing of ours may reach the host
    }
  }
}
