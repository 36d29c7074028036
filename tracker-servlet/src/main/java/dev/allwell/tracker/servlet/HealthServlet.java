package dev.allwell.tracker.servlet;

import dev.allwell.tracker.HealthPage;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Answers health checks: 200 while the service is healthy, else the tracker's status and message.
///
/// GET and HEAD only; never cached. Its requests are left out of the counts, wherever it is mapped
/// and however it is reached. In `web.xml` it finds the tracker of [StatusCodeFilter] by itself and
/// takes these `init-param`s:
///
/// | name | value |
/// |---|---|
/// | `format` | `text` (default), `json`, or `monitor`, the service monitor's document |
/// | `body` | what to say instead while healthy (`text`, `json`) |
/// | `attribute.`*name* | an attribute of the service monitor's document |
///
/// and, where no filter made the tracker, the settings of [StatusCodeFilter].
public final class HealthServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private transient @Nullable HealthPage page;
  private transient @Nullable InitParameters made;

  /// For `web.xml`: the tracker is the application's.
  public HealthServlet() {}

  /// A servlet that answers with this page; `init-param`s are not read.
  public HealthServlet(HealthPage page) {
    this.page = page;
  }

  @Override
  public void init() throws ServletException {
    if (page == null) {
      made = InitParameters.of(getServletConfig());
      page = made.page();
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getDispatcherType() != DispatcherType.ERROR
        && request.getDispatcherType() != DispatcherType.INCLUDE) {
      StatusCodeFilter.leaveOut(request);
    }
    response.setHeader("Cache-Control", "no-store");
    boolean get = request.getMethod().equals("GET");
    if (!get && !request.getMethod().equals("HEAD")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
      return;
    }
    HealthPage.Rendered answer = page().render();
    response.setStatus(answer.status());
    response.setContentType(answer.contentType());
    response.setContentLength(answer.body().length);
    if (get) {
      response.getOutputStream().write(answer.body());
    }
  }

  @Override
  public void destroy() {
    if (made != null) {
      made.close();
    }
  }

  private HealthPage page() {
    if (page == null) {
      throw new IllegalStateException("HealthServlet has neither a page nor been initialized");
    }
    return page;
  }
}
