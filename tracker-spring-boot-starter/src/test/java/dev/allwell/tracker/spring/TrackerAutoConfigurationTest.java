package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import dev.allwell.tracker.servlet.HealthServlet;
import dev.allwell.tracker.servlet.StatusCodeFilter;
import jakarta.servlet.DispatcherType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

class TrackerAutoConfigurationTest {
  private static final AutoConfigurations OURS =
      AutoConfigurations.of(
          TrackerAutoConfiguration.class,
          TrackerHealthAutoConfiguration.class,
          TrackerMetricsAutoConfiguration.class,
          SelfRegistrationAutoConfiguration.class,
          WebFluxNoticeAutoConfiguration.class);

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner().withConfiguration(OURS);

  @Test
  void aServletApplicationIsTracked() {
    web.run(context -> {
      assertThat(context)
          .hasSingleBean(StatusCodeTracker.class)
          .hasSingleBean(HealthPage.class)
          .doesNotHaveBean(Announcer.class);
      FilterRegistrationBean<?> filter = context.getBean(FilterRegistrationBean.class);
      assertThat(filter.getFilter()).isInstanceOf(StatusCodeFilter.class);
      assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
      assertThat(filter.isAsyncSupported()).isTrue();
      assertThat(filter.getUrlPatterns()).isEmpty(); // that is, all
      assertThat(filter.determineDispatcherTypes())
          .containsExactlyInAnyOrder(
              DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
      assertMapped(context, "/health");
    });
  }

  private static void assertMapped(AssertableWebApplicationContext context, String path) {
    ServletRegistrationBean<?> servlet = context.getBean(ServletRegistrationBean.class);
    assertThat(servlet.getUrlMappings()).containsExactly(path);
  }

  @Test
  void thePropertiesReachTheTracker() {
    web.withPropertyValues(
            "allwell.tracker.error-threshold=2",
            "allwell.tracker.unhealthy-status-code=500",
            "allwell.tracker.unhealthy-message=ill",
            "allwell.tracker.healthy-message=fine",
            "allwell.tracker.keep-unhealthy=true")
        .run(context -> {
          var tracker = context.getBean(StatusCodeTracker.class);
          tracker.trackError();
          assertThat(tracker.health().message()).isEqualTo("fine");
          tracker.trackError();
          assertThat(tracker.health().message()).isEqualTo("ill");
          assertThat(tracker.health().status()).isEqualTo(500);
          tracker.updateHealthy(true);
          assertThat(tracker.isHealthy()).isTrue();
        });
  }

  @Test
  void theWindowAndStickinessReachTheTracker() {
    var clock = new TurnedClock();
    var window =
        web.withPropertyValues("allwell.tracker.window=10s")
            .withBean(TurnedClock.class, () -> clock);
    window.run(context -> {
      var tracker = context.getBean(StatusCodeTracker.class);
      trip(tracker);
      clock.advanceSeconds(9);
      assertThat(tracker.isHealthy()).isFalse();
      clock.advanceSeconds(2);
      assertThat(tracker.isHealthy()).isTrue();
    });
    window
        .withPropertyValues("allwell.tracker.keep-unhealthy=true")
        .run(context -> {
          var tracker = context.getBean(StatusCodeTracker.class);
          trip(tracker);
          clock.advanceSeconds(3600);
          assertThat(tracker.isHealthy()).isFalse();
        });
  }

  private static void trip(StatusCodeTracker tracker) {
    for (int i = 0; i < StatusCodeTracker.Builder.DEFAULT_ERROR_THRESHOLD; i++) {
      tracker.trackError();
    }
    assertThat(tracker.isHealthy()).isFalse();
  }

  @Test
  void extraChecksOfTheApplicationHaveTheirMessage() {
    web.withPropertyValues("allwell.tracker.extra-checks-error-message=no database")
        .withBean(TrackerCustomizer.class, () -> tracker -> tracker.extraChecks(() -> true))
        .run(context ->
            assertThat(context.getBean(StatusCodeTracker.class).health().message())
                .isEqualTo("no database"));
  }

  @Test
  void customizersAreAskedInTheirOrderAndAfterTheProperties() {
    web.withUserConfiguration(TwoCustomizers.class)
        .withPropertyValues("allwell.tracker.healthy-message=of the properties")
        .run(context ->
            assertThat(context.getBean(StatusCodeTracker.class).health().message())
                .isEqualTo("of the last"));
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoCustomizers {
    @Bean
    @Order(2)
    TrackerCustomizer last() {
      return tracker -> tracker.healthyMessage("of the last");
    }

    @Bean
    @Order(1)
    TrackerCustomizer first() {
      return tracker -> tracker.healthyMessage("of the first");
    }
  }

  @Test
  void theFormatIsAsAsked() {
    assertPage("text", "OK");
    assertPage("json", "{\"healthy\":true,\"message\":\"OK\"}");
    web.withPropertyValues(
            "allwell.tracker.health.format=monitor",
            "allwell.tracker.registration.attributes.team=blue")
        .run(context ->
            assertThat(body(context.getBean(HealthPage.class)))
                .contains("\"request_count\":0", "\"attributes\":{\"team\":\"blue\"}"));
  }

  private void assertPage(String format, String body) {
    web.withPropertyValues("allwell.tracker.health.format=" + format)
        .run(context -> assertThat(body(context.getBean(HealthPage.class))).isEqualTo(body));
  }

  private static String body(HealthPage page) {
    return new String(page.render().body(), StandardCharsets.UTF_8);
  }

  @Test
  void anotherPathIsTaken() {
    web.withPropertyValues("allwell.tracker.health.path=/well")
        .run(context -> assertMapped(context, "/well"));
  }

  @Test
  void withoutAPathThereIsNoHealthServlet() {
    web.withPropertyValues("allwell.tracker.health.path=")
        .run(context ->
            assertThat(context)
                .hasSingleBean(StatusCodeTracker.class)
                .hasSingleBean(FilterRegistrationBean.class)
                .doesNotHaveBean(ServletRegistrationBean.class));
  }

  @Test
  void theApplicationsOwnTrackerIsUsed() {
    var own = StatusCodeTracker.builder().healthyMessage("own").build();
    web.withBean(StatusCodeTracker.class, () -> own)
        .run(context -> {
          assertThat(context.getBean(StatusCodeTracker.class)).isSameAs(own);
          assertThat(body(context.getBean(HealthPage.class))).isEqualTo("own");
        });
  }

  @Test
  void theApplicationsOwnPageIsUsed() {
    var own = HealthPage.json(StatusCodeTracker.create());
    web.withBean(HealthPage.class, () -> own)
        .run(context -> assertThat(context.getBean(HealthPage.class)).isSameAs(own));
  }

  @Test
  void theApplicationsOwnFilterIsUsed() {
    web.withUserConfiguration(OwnFilter.class)
        .run(context ->
            assertThat(context)
                .hasSingleBean(FilterRegistrationBean.class)
                .doesNotHaveBean("allwellTrackerFilter"));
    web.withBean(StatusCodeFilter.class, () -> new StatusCodeFilter(StatusCodeTracker.create()))
        .run(context -> assertThat(context).doesNotHaveBean(FilterRegistrationBean.class));
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnFilter {
    @Bean
    FilterRegistrationBean<StatusCodeFilter> own(StatusCodeTracker tracker) {
      return new FilterRegistrationBean<>(new StatusCodeFilter(tracker));
    }
  }

  @Test
  void theApplicationsOwnHealthServletIsUsed() {
    web.withUserConfiguration(OwnServlet.class)
        .run(context -> {
          assertThat(context).doesNotHaveBean("allwellHealthServlet");
          assertMapped(context, "/mine");
        });
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnServlet {
    @Bean
    ServletRegistrationBean<HealthServlet> own(HealthPage page) {
      return new ServletRegistrationBean<>(new HealthServlet(page), "/mine");
    }
  }

  @Test
  void nothingIsThereWhenItIsSwitchedOff() {
    web.withPropertyValues("allwell.tracker.enabled=false", "allwell.tracker.window=60")
        .run(TrackerAutoConfigurationTest::assertNothingOfOurs);
  }

  @Test
  void withoutWebNothingIsThere() {
    new ApplicationContextRunner()
        .withConfiguration(OURS)
        .run(TrackerAutoConfigurationTest::assertNothingOfOurs);
  }

  @Test
  void withoutServletsNothingIsMissed() {
    new ApplicationContextRunner()
        .withConfiguration(OURS)
        .withClassLoader(
            new FilteredClassLoader(
                "jakarta.servlet", "org.springframework.web", "org.springframework.boot.web"))
        .run(TrackerAutoConfigurationTest::assertNothingOfOurs);
  }

  private static void assertNothingOfOurs(ApplicationContextAssertProvider<?> context) {
    assertThat(context.getStartupFailure()).isNull();
    assertThat(context.getBeanNamesForType(Object.class))
        .noneMatch(name -> name.startsWith("allwell") || name.startsWith("dev.allwell"));
  }

  @Test
  void wrongPropertiesStopTheStart() {
    web.withPropertyValues("allwell.tracker.error-threshold=0")
        .run(context ->
            assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(InvalidTrackerPropertiesException.class));
  }
}
