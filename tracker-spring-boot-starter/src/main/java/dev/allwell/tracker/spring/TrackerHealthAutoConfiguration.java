package dev.allwell.tracker.spring;

import dev.allwell.tracker.StatusCodeTracker;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/// The tracker in Actuator's health, as the component `allwellTracker`, where Actuator is there.
@AutoConfiguration(
    after = TrackerAutoConfiguration.class,
    beforeName =
        "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(StatusCodeTracker.class)
public final class TrackerHealthAutoConfiguration {

  @Bean
  @ConditionalOnEnabledHealthIndicator("allwell-tracker")
  @ConditionalOnMissingBean(name = "allwellTrackerHealthIndicator")
  HealthIndicator allwellTrackerHealthIndicator(StatusCodeTracker tracker) {
    return new TrackerHealthIndicator(tracker);
  }
}
