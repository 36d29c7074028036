package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.HealthPage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletRegistration;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Health checks: what is answered, and that none of them counts.
abstract class HealthContract extends ContainerContract {

  @Test
  void aHealthyServiceSaysOk() throws Exception {
    application.at("/health", new HealthServlet(HealthPage.text(tracker)));
    start();
    HttpResponse<String> answer = send("GET", "/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("OK");
    assertThat(header(answer, "Content-Type"))
        .startsWith("text/plain")
        .containsIgnoringCase("utf-8");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    assertCounted(0, 0);
  }

  @Test
  void anUnhealthyServiceSaysWhyAndThatNeverCounts() throws Exception {
    application
        .page(503, "/page")
        .at("/page", (request, response) -> response.getWriter().print("sorry"))
        .at("/health", new HealthServlet(HealthPage.text(tracker)));
    start();
    tracker.updateHealthy(false);
    for (int i = 0; i < 20; i++) {
      HttpResponse<String> answer = send("GET", "/health");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("Service unhealthy due to many 5xx");
    }
    assertCounted(0, 0);
  }

  @Test
  void errorsTurnTheEndpointRed() throws Exception {
    application
        .at("/pay", (request, response) -> response.setStatus(500))
        .at("/health", new HealthServlet(HealthPage.text(tracker)));
    start();
    for (int i = 0; i < 10; i++) {
      assertThat(get("/health")).isEqualTo(200);
      assertThat(get("/pay")).isEqualTo(500);
    }
    await(tracker::errorThresholdReached);
    assertThat(get("/health")).isEqualTo(503);
    assertCounted(10, 10);
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    application.at("/health", new HealthServlet(HealthPage.text(tracker)));
    start();
    HttpResponse<String> answer = send("HEAD", "/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "Content-Length")).isEqualTo("2");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    tracker.updateHealthy(false);
    assertThat(send("HEAD", "/health").statusCode()).isEqualTo(503);
    assertCounted(0, 0);
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    application.at("/health", new HealthServlet(HealthPage.text(tracker)));
    start();
    for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "PATCH"}) {
      HttpResponse<String> answer = send(method, "/health");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(header(answer, "Allow")).as(method).isEqualTo("GET, HEAD");
      assertThat(header(answer, "Cache-Control")).as(method).isEqualTo("no-store");
    }
    assertCounted(0, 0);
  }

  @Test
  void thePageMayBeJsonOrTheMonitorsDocumentOrOnesOwn() throws Exception {
    application
        .at("/json", new HealthServlet(HealthPage.json(tracker)))
        .at("/monitor", new HealthServlet(HealthPage.monitor(tracker, () -> Map.of("zone", "b"))))
        .at("/own", new HealthServlet(HealthPage.text(tracker).body(() -> "fine, thanks")))
        .at("/broken", new HealthServlet(HealthPage.text(tracker).body(HealthContract::noBody)));
    start();
    HttpResponse<String> json = send("GET", "/json");
    assertThat(json.body()).isEqualTo("{\"healthy\":true,\"message\":\"OK\"}");
    assertThat(header(json, "Content-Type")).startsWith("application/json");
    assertThat(send("GET", "/monitor").body())
        .contains("\"request_count\":0", "\"error_count\":0", "\"attributes\":{\"zone\":\"b\"}");
    assertThat(send("GET", "/own").body()).isEqualTo("fine, thanks");
    assertThat(send("GET", "/broken").body()).isEqualTo("OK");
    assertCounted(0, 0);
  }

  @Test
  void theServletNeverCountsHoweverItIsReached() throws Exception {
    HealthPage page = HealthPage.text(tracker);
    application
        .at("/health", new HealthServlet(page))
        .at("/deep/er/*", new HealthServlet(page))
        .at("*.health", new HealthServlet(page))
        .at(
            "/front",
            (asked, answer) -> asked.getRequestDispatcher("/health").forward(asked, answer))
        .at(
            "/later",
            (request, response) -> {
              AsyncContext async = request.startAsync();
              async.dispatch("/health");
            });
    start();
    tracker.updateHealthy(false);
    String[] forms = {
      "/health",
      "/%68ealth",
      "/health;v=1",
      "/health?verbose=1",
      "/deep/er",
      "/deep/er/",
      "/deep/er/and/more;a=b",
      "/any.health",
      "/front",
      "/later"
    };
    for (String form : forms) {
      assertThat(get(form)).as(form).isEqualTo(503);
      assertThat(send("HEAD", form).statusCode()).as(form).isEqualTo(503);
    }
    assertCounted(0, 0);
  }

  @Test
  void pathsThatAreNamedNeverCountWhoeverAnswersThere() throws Exception {
    leavingOut(HealthPaths.of("/status page/", "manage/*", "/shop/ready"));
    application
        .page(503, "/page")
        .at("/page", (request, response) -> response.setStatus(503))
        .at("/", (request, response) -> response.sendError(503))
        .at("/manage/*", (request, response) -> response.setStatus(500));
    startBare();
    String[] forms = {
      "/status%20page",
      "/status%20page/",
      "/stat%75s%20page;a=b",
      "/manage",
      "/manage/",
      "/manage/health;x=y",
      "/ready",
      "/ready?full"
    };
    for (String form : forms) {
      assertThat(get(form)).as(form).isIn(500, 503);
      assertThat(send("HEAD", form).statusCode()).as(form).isIn(500, 503);
    }
    assertThat(get("/readyness")).isEqualTo(503);
    assertThat(get("/manager")).isEqualTo(503);
    assertCounted(2, 2);
  }

  @Test
  void aNamedPathThatAnEarlierFilterRefusesDoesNotCountByItsErrorPage() throws Exception {
    application
        .with(context -> SyncContract.first(context.addFilter("outer", SyncContract::refuse)))
        .page(503, "/page")
        .at("/", (request, response) -> response.setStatus(200))
        .at("/page", (request, response) -> response.getWriter().print("too many"));
    leavingOut(HealthPaths.of("/ready"));
    startBare();
    assertThat(get("/re%61dy;a=b")).isEqualTo(503);
    assertThat(get("/pay")).isEqualTo(503);
    assertCounted(1, 1);
  }

  @Test
  void whatIsLeftOutIsAskedOnceAndItsOtherDispatchesDoNotCount() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    leavingOut(request -> {
      asked.incrementAndGet();
      return request.getRequestURI().contains("/manage");
    });
    application
        .page(500, "/page")
        .at("/page", (request, response) -> response.setStatus(502))
        .at("/manage/sent", (request, response) -> response.sendError(500))
        .at("/manage/later", (request, response) -> request.startAsync().dispatch("/bad"))
        .at("/later", (request, response) -> request.startAsync().dispatch("/manage/bad"))
        .at("/manage/bad", (request, response) -> response.setStatus(503))
        .at("/bad", (request, response) -> response.setStatus(503));
    startBare();
    assertThat(get("/manage/sent")).isEqualTo(502);
    assertThat(get("/manage/later")).isEqualTo(503);
    assertThat(get("/later")).isEqualTo(503);
    assertCounted(1, 1);
    assertThat(asked).hasValueLessThanOrEqualTo(5);
  }

  @Test
  void whoeverIsAskedWhatToLeaveOutMayFail() throws Exception {
    leavingOut(request -> {
      throw new IllegalStateException("undecided");
    });
    application.at("/pay", (request, response) -> response.setStatus(500));
    startBare();
    assertThat(get("/pay")).isEqualTo(500);
    assertCounted(1, 1);
  }

  @Test
  void theHostMayLeaveOutARequestItself() throws Exception {
    application.at(
        "/pay",
        (request, response) -> {
          StatusCodeFilter.leaveOut(request);
          response.setStatus(500);
        });
    start();
    assertThat(get("/pay")).isEqualTo(500);
    assertCounted(0, 0);
  }

  @Test
  void deployedByNameTheFilterMakesTheTrackerAndTheServletFindsIt() throws Exception {
    application
        .at("/pay", (request, response) -> response.setStatus(500))
        .at("/ready", (request, response) -> response.setStatus(500))
        .with(context -> {
          FilterRegistration.Dynamic named =
              context.addFilter("allwell", StatusCodeFilter.class.getName());
          named.setInitParameter("errorThreshold", "2");
          named.setInitParameter("unhealthyStatusCode", "500");
          named.setInitParameter("unhealthyMessage", "too many");
          named.setInitParameter("healthPaths", "/ready, /alive");
          SyncContract.first(named);
          ServletRegistration.Dynamic health =
              context.addServlet("health", HealthServlet.class.getName());
          health.setInitParameter("format", "json");
          health.addMapping("/health");
        });
    startBare();
    assertThat(get("/ready")).isEqualTo(500);
    assertThat(get("/pay")).isEqualTo(500);
    assertThat(get("/health")).isEqualTo(200);
    assertThat(get("/pay")).isEqualTo(500);
    HttpResponse<String> answer = send("GET", "/health");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).isEqualTo("{\"healthy\":false,\"message\":\"too many\"}");
  }

  @Test
  void aFilterMadeByTheHostGivesItsTrackerToAServletDeployedByName() throws Exception {
    application.with(context -> {
      ServletRegistration.Dynamic health =
          context.addServlet("health", HealthServlet.class.getName());
      health.setInitParameter("body", "fine");
      health.addMapping("/health");
    });
    start();
    assertThat(send("GET", "/health").body()).isEqualTo("fine");
    tracker.updateHealthy(false);
    assertThat(get("/health")).isEqualTo(503);
  }

  private void leavingOut(Predicate<jakarta.servlet.http.HttpServletRequest> leftOut) {
    StatusCodeFilter choosy = new StatusCodeFilter(tracker, leftOut);
    application.with(context -> {
      FilterRegistration.Dynamic added = context.addFilter("choosy", choosy);
      added.setAsyncSupported(true);
      added.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
          false,
          "/*");
    });
  }

  private static String noBody() {
    throw new IllegalStateException("no body");
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("none");
  }
}
