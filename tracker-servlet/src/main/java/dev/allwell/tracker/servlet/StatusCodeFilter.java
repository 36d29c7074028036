package dev.allwell.tracker.servlet;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
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
  private static final String LEFT_OUT = "dev.allwell.tracker.leftOut";

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
      Ending.tell(trouble);
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
              : Ending.statusOf(thrown);
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
      Ending.tell(trouble);
    }
  }

  private void await(HttpServletRequest request, Ending ending) {
    ending.await(request.getAsyncContext());
    request.setAttribute(endingName, ending);
  }

  static boolean isLeftOut(HttpServletRequest request) {
    return request.getAttribute(LEFT_OUT) != null;
  }
}
