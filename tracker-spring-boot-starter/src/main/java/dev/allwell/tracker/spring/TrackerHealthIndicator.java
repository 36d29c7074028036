package dev.allwell.tracker.spring;

import dev.allwell.tracker.StatusCodeTracker;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/// The tracker's word in Actuator's health: down exactly while the health address says so.
final class TrackerHealthIndicator implements HealthIndicator {
  private final StatusCodeTracker tracker;

  TrackerHealthIndicator(StatusCodeTracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public Health health() {
    var answer = tracker.health();
    var counts = tracker.snapshot();
    return (answer.healthy() ? Health.up() : Health.down())
        .withDetail("message", answer.message())
        .withDetail("requests", counts.requests())
        .withDetail("errors", counts.errors())
        .withDetail("errorsInWindow", counts.errorsInWindow())
        .build();
  }
}
