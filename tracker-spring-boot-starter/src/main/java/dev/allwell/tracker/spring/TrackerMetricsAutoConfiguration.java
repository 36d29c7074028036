package dev.allwell.tracker.spring;

import dev.allwell.tracker.StatusCodeTracker;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/// The tracker's counts as meters, where Micrometer is there; Spring Boot binds them to each
/// registry.
@AutoConfiguration(after = TrackerAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(StatusCodeTracker.class)
public final class TrackerMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "allwellTrackerMeters")
  MeterBinder allwellTrackerMeters(StatusCodeTracker tracker) {
    return new TrackerMeters(tracker);
  }
}
