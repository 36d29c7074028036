package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;

/// A real application with Actuator and Micrometer, and nothing of ours but the starter.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholeApplicationTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Started application =
      Started.application(
          Shop.class,
          "management.endpoint.health.show-details=always",
          "management.endpoint.health.probes.add-additional-paths=true",
          "management.endpoint.health.group.readiness.include=readinessState,allwellTracker",
          "management.endpoint.health.group.own.include=allwellTracker",
          "management.endpoint.health.group.own.additional-path=server:/own",
          "allwell.tracker.uncounted-paths=/maintenance");
  private final StatusCodeTracker tracker = application.context().getBean(StatusCodeTracker.class);
  private final TurnedClock clock = application.context().getBean(TurnedClock.class);

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Shop {
    @Bean
    TurnedClock clock() {
      return new TurnedClock();
    }

    @Bean
    Pages pages() {
      return new Pages();
    }

    /// A filter of the application's own, in front of which the tracker's must stand.
    @Bean
    FilterRegistrationBean<Filter> broken() {
      Filter filter =
          (request, response, chain) -> {
            throw new IllegalStateException("this filter always fails");
          };
      var registration = new FilterRegistrationBean<>(filter);
      registration.addUrlPatterns("/filtered");
      registration.setOrder(Integer.MIN_VALUE + 1);
      return registration;
    }
  }

  @RestController
  static class Pages {
    @GetMapping("/well")
    String well() {
      return "well";
    }

    @GetMapping("/thrown")
    String thrown() {
      throw new IllegalStateException("thrown");
    }

    @GetMapping("/said")
    ResponseEntity<String> said() {
      return ResponseEntity.status(502).body("said");
    }

    @GetMapping({"/sent", "/maintenance"})
    String sent() {
      throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
    }

    @GetMapping("/later")
    Callable<String> later() {
      return () -> {
        throw new IllegalStateException("later");
      };
    }

    @GetMapping("/promised")
    CompletableFuture<ResponseEntity<String>> promised() {
      return CompletableFuture.supplyAsync(() -> ResponseEntity.status(504).body("promised"));
    }

    @GetMapping("/late")
    DeferredResult<String> late() {
      return new DeferredResult<>(50L);
    }
  }

  @BeforeAll
  void warm() throws Exception {
    assertThat(application.get("/well").body()).isEqualTo("well");
    awaitRequests(1);
  }

  @BeforeEach
  void begin() {
    clock.advanceSeconds(3600);
    tracker.updateHealthy(true);
  }

  @AfterAll
  void end() {
    application.close();
  }

  @Test
  void tenFailuresTurnItUnhealthyEverywhereAndItHealsByItself() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(application.get("/thrown").statusCode()).isEqualTo(500);
      awaitErrors(i + 1);
    }

    var health = application.get("/health");
    assertThat(health.statusCode()).isEqualTo(503);
    assertThat(health.body()).isEqualTo("Service unhealthy due to many 5xx");
    assertThat(health.headers().firstValue("Cache-Control")).contains("no-store");
    var actuator = application.get("/actuator/health");
    assertThat(actuator.statusCode()).isEqualTo(503);
    assertThat(actuator.body())
        .startsWith("{")
        .contains("\"status\":\"DOWN\"", "\"allwellTracker\":", "\"errorsInWindow\":10");
    assertThat(meter("errors.window")).isEqualTo(10);
    assertThat(meter("healthy")).isZero();

    clock.advanceSeconds(61);
    assertThat(application.get("/health").body()).isEqualTo("OK");
    assertThat(application.get("/actuator/health").statusCode()).isEqualTo(200);
    assertThat(meter("healthy")).isEqualTo(1);
  }

  private double meter(String name) {
    return application
        .context()
        .getBean(MeterRegistry.class)
        .get("allwell.tracker." + name)
        .gauge()
        .value();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/thrown", "/said", "/sent", "/later", "/promised", "/late", "/filtered"})
  void eachWayToFailCountsOnce(String path) throws Exception {
    long requests = tracker.snapshot().requests();

    assertThat(application.get(path).statusCode()).isGreaterThanOrEqualTo(500);

    awaitErrors(1);
    // whatever would be counted twice is counted by when the next has been
    application.get("/well");
    awaitRequests(requests + 2);
    assertThat(tracker.snapshot().errorsInWindow()).isEqualTo(1);
    assertThat(tracker.snapshot().requests()).isEqualTo(requests + 2);
  }

  @Test
  void whatIsNotTheApplicationsFailingDoesNotCount() throws Exception {
    long requests = tracker.snapshot().requests();
    tracker.updateHealthy(false);

    assertThat(application.get("/health").statusCode()).isEqualTo(503);
    assertThat(application.send("HEAD", "/health").statusCode()).isEqualTo(503);
    assertThat(application.send("POST", "/health").statusCode()).isEqualTo(405);
    assertThat(application.get("/actuator/health").statusCode()).isEqualTo(503);
    assertThat(application.get("/actuator/health/allwellTracker").statusCode()).isEqualTo(503);
    assertThat(application.get("/readyz").statusCode()).isEqualTo(503);
    assertThat(application.get("/own").statusCode()).isEqualTo(503);
    assertThat(application.get("/livez").statusCode()).isEqualTo(200);
    assertThat(application.get("/maintenance").statusCode()).isEqualTo(503);
    assertThat(application.get("/nowhere").statusCode()).isEqualTo(404);

    awaitRequests(requests + 1); // the one that is nowhere
    assertThat(tracker.snapshot().requests()).isEqualTo(requests + 1);
    assertThat(tracker.snapshot().errorsInWindow()).isZero();
  }

  private void awaitErrors(long errors) {
    await(() -> tracker.snapshot().errorsInWindow() >= errors);
    assertThat(tracker.snapshot().errorsInWindow()).isEqualTo(errors);
  }

  private void awaitRequests(long requests) {
    await(() -> tracker.snapshot().requests() >= requests);
  }

  /// The client may have its answer before the filter has seen the end of the request.
  private static void await(BooleanSupplier reached) {
    long until = System.nanoTime() + LONG.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("not within " + LONG);
      }
      Thread.onSpinWait();
    }
  }
}
