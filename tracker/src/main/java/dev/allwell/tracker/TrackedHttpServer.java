package dev.allwell.tracker;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/// The pieces that put a tracker into a `com.sun.net.httpserver.HttpServer`.
///
/// ```java
/// server.createContext("/", work).getFilters().add(TrackedHttpServer.recording(tracker));
/// server.createContext("/health", TrackedHttpServer.health(HealthPage.text(tracker)));
/// ```
public final class TrackedHttpServer {
  private TrackedHttpServer() {}

  /// A filter that counts each exchange of its context once: by the status that was sent, or as an
  /// error when the handler threw. A context that says health counts nothing, even with this
  /// filter.
  ///
  /// For handlers that answer before they return. One that answers later is given no filter and
  /// calls [StatusCodeTracker#record(int)] itself; with it, what is not answered yet is not
  /// counted.
  public static Filter recording(StatusCodeTracker tracker) {
    return new Recording(tracker);
  }

  /// A handler that answers GET and HEAD at exactly the path of its context with the page, and all
  /// other methods with 405.
  public static HttpHandler health(HealthPage page) {
    return new Health(page);
  }

  private static final class Recording extends Filter {
    private static final int UNANSWERED = -1;

    private final StatusCodeTracker tracker;

    Recording(StatusCodeTracker tracker) {
      this.tracker = tracker;
    }

    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      if (exchange.getHttpContext().getHandler() instanceof Health) {
        chain.doFilter(exchange);
        return;
      }
      boolean returned = false;
      try {
        chain.doFilter(exchange);
        returned = true;
      } finally {
        if (!returned) {
          tracker.trackError();
        } else if (exchange.getResponseCode() != UNANSWERED) {
          tracker.record(exchange.getResponseCode());
        }
      }
    }

    @Override
    public String description() {
      return "counts requests and those that failed";
    }
  }

  private static final class Health implements HttpHandler {
    private static final int NO_BODY = -1;

    private final HealthPage page;

    Health(HealthPage page) {
      this.page = page;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        String method = exchange.getRequestMethod();
        if (!exchange.getRequestURI().getPath().equals(exchange.getHttpContext().getPath())) {
          exchange.sendResponseHeaders(404, NO_BODY);
        } else if (method.equals("GET") || method.equals("HEAD")) {
          answer(exchange, method.equals("HEAD"));
        } else {
          exchange.getResponseHeaders().set("Allow", "GET, HEAD");
          exchange.sendResponseHeaders(405, NO_BODY);
        }
      }
    }

    private void answer(HttpExchange exchange, boolean head) throws IOException {
      HealthPage.Rendered rendered = page.render();
      byte[] body = rendered.body();
      exchange.getResponseHeaders().set("Content-Type", rendered.contentType());
      if (head) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(rendered.status(), NO_BODY);
      } else {
        exchange.sendResponseHeaders(rendered.status(), body.length == 0 ? NO_BODY : body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
