package dev.allwell.tracker.servlet;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Records the final status of each request of an application, once.
///
/// It must see the dispatches REQUEST, ASYNC and ERROR, allow async, and should be the first filter
/// of the chain, as [#register(ServletContext)] sees to: what is mapped for less sees less. What it
/// sees it passes on as it is, request, response and exception alike; trouble of its own is logged
/// once and reaches nobody. A synchronous request costs no allocation.
///
/// Not recorded: what [HealthServlet] answers, what [#leaveOut(ServletRequest)] was said of, and
/// what the filter was told to leave out.
///
/// In `web.xml` it takes these `init-param`s: `window` (`60s`), `errorThreshold`, `keepUnhealthy`,
/// `unhealthyStatusCode`, `unhealthyMessage`, `healthyMessage` and `verbose`, which are the
/// tracker's settings, and `healthPaths`, a list with commas as of [HealthPaths], for health pages
/// that are not served by [HealthServlet]. The tracker is then the attribute of the servlet context
/// that is named like its class: made if there is none, else taken.
public final class StatusCodeFilter implements Filter {
  private static final Logger log = System.getLogger("dev.allwell.tracker");
  private static final AtomicBoolean told = new AtomicBoolean();
  private static final String LEFT_OUT = "dev.allwell.tracker.leftOut";
  private static final int DEEPEST_CAUSE = 16;

  private Predicate<? super HttpServletRequest> leftOut;
  private @Nullable StatusCodeTracker tracker;
  private @Nullable InitParameters made;
  private String endingName = Ending.class.getName();

  /// For `web.xml`: the tracker is the application's.
  public StatusCodeFilter() {
    this.leftOut = request -> false;
  }

  /// A filter that records all but what [HealthServlet] answers; `init-param`s are not read.
  public StatusCodeFilter(StatusCodeTracker tracker) {
    this(tracker, request -> false);
  }

  /// A filter that leaves out more; `init-param`s are not read.
  ///
  /// @param leftOut asked once, at the first dispatch of a request that the filter sees; if it
  ///   throws, the request counts
  public StatusCodeFilter(
      StatusCodeTracker tracker, Predicate<? super HttpServletRequest> leftOut) {
    this.leftOut = leftOut;
    use(tracker);
  }

  /// Leaves a request out of the counts, however it ends.
  public static void leaveOut(ServletRequest request) {
    request.setAttribute(LEFT_OUT, true);
  }

  /// Registers this filter for all paths and the dispatches that it needs, before those of
  /// `web.xml`.
  ///
  /// @throws IllegalStateException if the application has a filter named `allwell-tracker`
  public void register(ServletContext context) {
    FilterRegistration.Dynamic added = context.addFilter("allwell-tracker", this);
    if (added == null) {
      throw new IllegalStateException("there is a filter named allwell-tracker already");
    }
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
  }

  @Override
  public void init(FilterConfig config) throws ServletException {
    if (tracker == null) {
      made = InitParameters.of(config);
      leftOut = made.healthPaths();
      use(made.tracker());
    } else {
      InitParameters.offer(config.getServletContext(), tracker);
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isWithinAnother(request.getDispatcherType())
        || !(request instanceof HttpServletRequest asked)
        || !(response instanceof HttpServletResponse answer)) {
      chain.doFilter(request, response);
      return;
    }
    begun(asked);
    try {
      chain.doFilter(request, response);
    } catch (Throwable thrown) {
      ended(asked, answer, thrown);
      throw thrown;
    }
    ended(asked, answer, null);
  }

  @Override
  public void destroy() {
    if (made != null) {
      made.close();
    }
  }

  private void use(StatusCodeTracker used) {
    tracker = used;
    // two trackers may watch one application
    endingName = Ending.class.getName() + "@" + System.identityHashCode(used);
  }

  private static boolean isWithinAnother(DispatcherType type) {
    return type == DispatcherType.FORWARD || type == DispatcherType.INCLUDE;
  }

  private void begun(HttpServletRequest request) {
    try {
      boolean first =
          request.getDispatcherType() == DispatcherType.REQUEST
              || request.getAttribute(endingName) == null;
      if (first && leftOut.test(request)) {
        leaveOut(request);
      }
    } catch (Throwable trouble) {
      tell(trouble);
    }
  }

  private void ended(
      HttpServletRequest request, HttpServletResponse response, @Nullable Throwable thrown) {
    try {
      if (tracker == null || isLeftOut(request)) {
        return;
      }
      Ending ending = (Ending) request.getAttribute(endingName);
      if (ending != null && ending.isAwaited()) {
        return;
      }
      boolean errorPage = request.getDispatcherType() == DispatcherType.ERROR;
      // no listener beside an exception: it would change what Jetty makes of that
      if (thrown == null && !errorPage && request.isAsyncStarted()) {
        await(request, ending == null ? new Ending(tracker, request, response) : ending);
        return;
      }
      int status =
          thrown == null || errorPage || response.isCommitted()
              ? response.getStatus()
              : statusOf(thrown);
      if (ending != null) {
        ending.became(status);
      } else if (thrown == null && !errorPage && status < 400) {
        tracker.record(status);
      } else {
        // an error page may be next, or this one be within the request that shows it
        Ending first = new Ending(tracker, request, response);
        first.became(status);
        request.setAttribute(endingName, first);
      }
    } catch (Throwable trouble) {
      tell(trouble);
    }
  }

  private void await(HttpServletRequest request, Ending ending) {
    ending.await(request.getAsyncContext());
    request.setAttribute(endingName, ending);
  }

  private static boolean isLeftOut(HttpServletRequest request) {
    return request.getAttribute(LEFT_OUT) != null;
  }

  /// The status with which containers answer what is thrown through the whole chain: 500, unless
  /// the exception is one of those that say another.
  private static int statusOf(Throwable thrown) throws ReflectiveOperationException {
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
  private static void tell(Throwable trouble) {
    try {
      if (told.compareAndSet(false, true)) {
        log.log(Level.WARNING, "requests are not all counted; told once", trouble);
      }
    } catch (Throwable evenThat) {
      // nothing of ours may reach the host
    }
  }

  /// The end of one request that does not end where the filter does: its status is recorded once,
  /// and amended when an error page turns it into another.
  ///
  /// One container thread at a time works on a request; fields are volatile as it need not be the
  /// same.
  private static final class Ending implements AsyncListener {
    private static final int NOT_RECORDED = -1;

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
        if (!isLeftOut(request)) {
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
  }
}
