package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.StatusCodeTracker;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

class TrackerHealthAutoConfigurationTest {
  private static final String OURS = "allwellTrackerHealthIndicator";

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TrackerAutoConfiguration.class, TrackerHealthAutoConfiguration.class));

  @Test
  void itIsDownWhileTheTrackerSaysUnhealthy() {
    web.run(context -> {
      var tracker = context.getBean(StatusCodeTracker.class);
      var indicator = context.getBean(OURS, HealthIndicator.class);
      tracker.record(200);
      tracker.trackError();
      assertThat(indicator.health())
          .isEqualTo(
              Health.up()
                  .withDetail("message", "OK")
                  .withDetail("requests", 2L)
                  .withDetail("errors", 1L)
                  .withDetail("errorsInWindow", 1L)
                  .build());

      tracker.updateHealthy(false);
      assertThat(status(indicator)).isEqualTo(Status.DOWN);
      tracker.updateHealthy(true);
      assertThat(status(indicator)).isEqualTo(Status.UP);
    });
  }

  @Test
  void itIsDownWhileTheExtraChecksFail() {
    web.withBean(TrackerCustomizer.class, () -> tracker -> tracker.extraChecks(() -> true))
        .run(context ->
            assertThat(status(context.getBean(OURS, HealthIndicator.class)))
                .isEqualTo(Status.DOWN));
  }

  private static Status status(HealthIndicator indicator) {
    var health = indicator.health(/* includeDetails= */ false);
    assertThat(health).isNotNull();
    assertThat(health.getDetails()).isEmpty();
    return health.getStatus();
  }

  @Test
  void withoutActuatorItStaysAway() {
    web.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(StatusCodeTracker.class)
                .doesNotHaveBean(OURS));
  }

  @Test
  void withoutATrackerItStaysAway() {
    web.withPropertyValues("allwell.tracker.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(OURS));
  }

  @Test
  void itCanBeSwitchedOff() {
    web.withPropertyValues("management.health.allwell-tracker.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(OURS));
    web.withPropertyValues("management.health.defaults.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean(OURS));
  }

  @Test
  void theApplicationsOwnIsUsed() {
    HealthIndicator own = () -> Health.unknown().build();
    web.withBean(OURS, HealthIndicator.class, () -> own)
        .run(context -> assertThat(context.getBean(OURS)).isSameAs(own));
  }
}
