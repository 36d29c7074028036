package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Requests that end on the thread that began them.
abstract class SyncContract extends ContainerContract {

  @Test
  void aServerErrorIsCountedOnce() throws Exception {
    application.at("/pay", (request, response) -> response.setStatus(503));
    start();
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void whatTheClientDidWrongIsNoError() throws Exception {
    application
        .at("/found", (request, response) -> response.getWriter().print("here"))
        .at("/gone", (request, response) -> response.sendError(410))
        .at("/moved", (request, response) -> response.sendRedirect("found"));
    start();
    assertThat(get("/found")).isEqualTo(200);
    assertThat(get("/gone")).isEqualTo(410);
    assertThat(get("/moved")).isEqualTo(302);
    assertCounted(3, 0);
  }

  @Test
  void anErrorThatIsSentIsCountedOnce() throws Exception {
    application.at("/pay", (request, response) -> response.sendError(500));
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertThat(send("DELETE", "/pay").statusCode()).isEqualTo(500);
    assertThat(send("HEAD", "/pay").statusCode()).isEqualTo(500);
    assertCounted(3, 3);
  }

  @Test
  void anErrorPageThatKeepsTheStatusIsNotCountedAgain() throws Exception {
    application
        .page(502, "/page")
        .at("/pay", (request, response) -> response.sendError(502))
        .at("/page", (request, response) -> response.getWriter().print("sorry"));
    start();
    HttpResponse<String> answer = send("GET", "/pay");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).isEqualTo("sorry");
    assertCounted(1, 1);
  }

  @Test
  void anErrorPageThatMakesItGoodTakesTheErrorBack() throws Exception {
    application
        .page(500, "/page")
        .at("/pay", (request, response) -> response.sendError(500))
        .at("/page", (request, response) -> response.setStatus(200));
    start();
    assertThat(get("/pay")).isEqualTo(200);
    assertCounted(1, 0);
  }

  @Test
  void anErrorPageThatMakesItWorseIsCountedOnce() throws Exception {
    application.page(404, "/page").at("/page", (request, response) -> response.setStatus(503));
    application.at("/gone", (request, response) -> response.sendError(404));
    start();
    assertThat(get("/gone")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void anErrorPageThatFailsItselfIsCountedOnce() throws Exception {
    application
        .page(500, "/page")
        .at("/pay", (request, response) -> response.sendError(500))
        .at(
            "/page",
            (request, response) -> {
              throw new ServletException("no page");
            });
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertCounted(1, 1);
  }

  @Test
  void anExceptionIsCountedOnceAndThrownOnAsItIs() throws Exception {
    IllegalStateException thrown = new IllegalStateException("no till");
    AtomicReference<Throwable> seen = new AtomicReference<>();
    application
        .with(context -> first(context.addFilter("outer", new Seeing(seen))))
        .at(
            "/pay",
            (request, response) -> {
              throw thrown;
            });
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertThat(seen.get()).isSameAs(thrown);
    assertThat(thrown.getSuppressed()).isEmpty();
    assertCounted(1, 1);
  }

  @Test
  void eachKindOfThrowableIsCountedOnce() throws Exception {
    application
        .at("/io", failing(new IOException("disk")))
        .at("/servlet", failing(new ServletException("broken", new IllegalStateException("in"))))
        .at("/error", failing(new AssertionError("never")))
        .at("/stack", (request, response) -> bottomless(0));
    start();
    assertThat(get("/io")).isEqualTo(500);
    assertThat(get("/servlet")).isEqualTo(500);
    assertThat(get("/error")).isEqualTo(500);
    assertThat(get("/stack")).isEqualTo(500);
    assertCounted(4, 4);
  }

  @Test
  void anExceptionWhosePageIsGoodTakesTheErrorBack() throws Exception {
    application
        .page(IllegalStateException.class, "/page")
        .at("/pay", failing(new IllegalStateException("no till")))
        .at("/page", (request, response) -> response.setStatus(409));
    start();
    assertThat(get("/pay")).isEqualTo(409);
    assertCounted(1, 0);
  }

  @Test
  void anUnavailableServletIsAnError() throws Exception {
    application.at("/pay", failing(new UnavailableException("later", 1)));
    start();
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void aServletThatIsGoneForGoodIsNoError() throws Exception {
    application.at("/pay", failing(new UnavailableException("never more")));
    start();
    assertThat(get("/pay")).isEqualTo(404);
    assertCounted(1, 0);
  }

  @Test
  void parametersThatCannotBeDecodedAreTheClientsFault() throws Exception {
    application.at("/pay", (request, response) -> request.getParameter("sum"));
    start();
    HttpResponse<String> answer =
        client().send(request("POST", "/pay", "sum=%zz"), BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertCounted(1, 0);
  }

  @Test
  void anExceptionAfterTheAnswerWasSentCountsAsWhatWasSent() throws Exception {
    application
        .at("/good", committed(200, new IllegalStateException("too late")))
        .at("/bad", committed(504, new IllegalStateException("too late")));
    start();
    assertThat(post("/good")).isIn(200, HUNG_UP);
    assertThat(post("/bad")).isIn(504, HUNG_UP);
    assertCounted(2, 1);
  }

  @Test
  void aStatusThatIsSetAfterTheAnswerWasSentIsIgnored() throws Exception {
    application
        .at(
            "/good",
            (request, response) -> {
              response.flushBuffer();
              response.setStatus(500);
            })
        .at(
            "/bad",
            (request, response) -> {
              response.setStatus(500);
              response.flushBuffer();
              response.setStatus(200);
            });
    start();
    assertThat(get("/good")).isEqualTo(200);
    assertThat(get("/bad")).isEqualTo(500);
    assertCounted(2, 1);
  }

  @Test
  void anExceptionAfterAnErrorWasSentIsCountedOnce() throws Exception {
    application.at(
        "/pay",
        (request, response) -> {
          response.sendError(503);
          throw new IllegalStateException("and more");
        });
    start();
    assertThat(get("/pay")).isIn(500, 503);
    assertCounted(1, 1);
  }

  @Test
  void forwardsAndIncludesAreWithinTheOneRequest() throws Exception {
    application
        .at(
            "/front",
            (request, response) -> request.getRequestDispatcher("/pay").forward(request, response))
        .at("/pay", (request, response) -> response.setStatus(500))
        .at(
            "/whole",
            (request, response) -> {
              request.getRequestDispatcher("/pay").include(request, response);
              response.setStatus(502);
            });
    application.with(context -> {
      FilterRegistration.Dynamic added = context.addFilter("everywhere", filter);
      added.setAsyncSupported(true);
      added.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
    });
    startBare();
    assertThat(get("/front")).isEqualTo(500);
    assertThat(get("/whole")).isEqualTo(502);
    assertCounted(2, 2);
  }

  @Test
  void whatAnEarlierFilterRefusesIsCountedByItsErrorPage() throws Exception {
    application
        .with(context -> first(context.addFilter("outer", SyncContract::refuse)))
        .page(503, "/page")
        .at("/pay", (request, response) -> response.setStatus(200))
        .at("/page", (request, response) -> response.getWriter().print("too many"));
    start();
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void twoTrackersOfOneApplicationCountEachForItself() throws Exception {
    try (StatusCodeTracker second = StatusCodeTracker.create()) {
      application
          .page(500, "/page")
          .with(context -> first(context.addFilter("second", new StatusCodeFilter(second))))
          .at("/pay", (request, response) -> response.sendError(500))
          .at("/page", (request, response) -> response.setStatus(200))
          .at("/broken", failing(new IllegalStateException("no till")));
      start();
      assertThat(get("/pay")).isEqualTo(200);
      assertThat(get("/broken")).isEqualTo(200);
      assertCounted(2, 0);
      assertCounted(second, 2, 0);
    }
  }

  @Test
  void twoFiltersOfOneTrackerCountAnErrorOnce() throws Exception {
    application
        .page(502, "/page")
        .with(context -> first(context.addFilter("second", new StatusCodeFilter(tracker))))
        .at("/set", (request, response) -> response.setStatus(500))
        .at("/sent", (request, response) -> response.sendError(503))
        .at("/mended", (request, response) -> response.sendError(502))
        .at("/page", (request, response) -> response.setStatus(200))
        .at("/thrown", failing(new IllegalStateException("no till")));
    start();
    assertThat(get("/set")).isEqualTo(500);
    assertThat(get("/sent")).isEqualTo(503);
    assertThat(get("/mended")).isEqualTo(200);
    assertThat(get("/thrown")).isEqualTo(500);
    assertCounted(4, 3);
  }

  static Script failing(Throwable thrown) {
    return (request, response) -> {
      if (thrown instanceof IOException io) {
        throw io;
      } else if (thrown instanceof ServletException servlet) {
        throw servlet;
      } else if (thrown instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw (Error) thrown;
    };
  }

  /// An earlier filter that lets nothing pass but error pages.
  static void refuse(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      chain.doFilter(request, response);
    } else {
      ((HttpServletResponse) response).sendError(503);
    }
  }

  private static Script committed(int status, RuntimeException thrown) {
    return (request, response) -> {
      response.setStatus(status);
      response.getOutputStream().write("half".getBytes(StandardCharsets.UTF_8));
      response.flushBuffer();
      throw thrown;
    };
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int bottomless(int depth) {
    return bottomless(depth + 1) + 1;
  }

  static void first(FilterRegistration.Dynamic added) {
    added.setAsyncSupported(true);
    added.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
  }

  /// An outer filter that keeps what was thrown through it.
  private record Seeing(AtomicReference<Throwable> seen) implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      try {
        chain.doFilter(request, response);
      } catch (RuntimeException thrown) {
        seen.set(thrown);
        throw thrown;
      }
    }
  }
}
