package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class TrackerMetricsAutoConfigurationTest {
  private static final String OURS = "allwellTrackerMeters";

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TrackerAutoConfiguration.class, TrackerMetricsAutoConfiguration.class));

  @Test
  void theMetersSayWhatTheTrackerCounts() {
    web.run(context -> {
      var registry = new SimpleMeterRegistry();
      context.getBean(OURS, MeterBinder.class).bindTo(registry);
      var tracker = context.getBean(StatusCodeTracker.class);
      tracker.record(200);
      tracker.record(500);

      assertThat(counter(registry, "requests")).isEqualTo(2);
      assertThat(counter(registry, "errors")).isEqualTo(1);
      assertThat(gauge(registry, "errors.window")).isEqualTo(1);
      assertThat(gauge(registry, "healthy")).isEqualTo(1);

      tracker.updateHealthy(true);
      tracker.updateHealthy(false);
      assertThat(counter(registry, "errors")).isEqualTo(1);
      assertThat(gauge(registry, "errors.window")).isZero();
      assertThat(gauge(registry, "healthy")).isZero();
    });
  }

  @Test
  void aCounterNeverGoesBackForAnErrorThatTurnedOutToBeNone() {
    web.run(context -> {
      var registry = new SimpleMeterRegistry();
      context.getBean(OURS, MeterBinder.class).bindTo(registry);
      var tracker = context.getBean(StatusCodeTracker.class);
      tracker.record(500);
      assertThat(counter(registry, "errors")).isEqualTo(1);

      tracker.amend(500, 200);

      assertThat(counter(registry, "errors")).isEqualTo(1);
      tracker.record(500);
      assertThat(counter(registry, "errors")).isEqualTo(1);
      tracker.record(500);
      assertThat(counter(registry, "errors")).isEqualTo(2);
      assertThat(counter(registry, "requests")).isEqualTo(3);
    });
  }

  private static double counter(MeterRegistry registry, String name) {
    return registry.get("allwell.tracker." + name).functionCounter().count();
  }

  private static double gauge(MeterRegistry registry, String name) {
    return registry.get("allwell.tracker." + name).gauge().value();
  }

  @Test
  void withoutMicrometerTheyStayAway() {
    web.withClassLoader(new FilteredClassLoader("io.micrometer"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(StatusCodeTracker.class)
                .doesNotHaveBean(OURS));
  }

  @Test
  void withoutATrackerTheyStayAway() {
    web.withPropertyValues("allwell.tracker.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
  }

  @Test
  void theApplicationsOwnAreUsed() {
    MeterBinder own = registry -> {};
    web.withBean(OURS, MeterBinder.class, () -> own)
        .run(context -> assertThat(context.getBean(OURS)).isSameAs(own));
  }
}
