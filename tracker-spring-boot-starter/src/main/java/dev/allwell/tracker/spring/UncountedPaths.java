package dev.allwell.tracker.spring;

import dev.allwell.tracker.servlet.HealthPaths;
import java.util.ArrayList;
import org.springframework.core.env.Environment;

/// The paths whose requests do not count: Actuator's, which answers 503 while the tracker says
/// unhealthy and so would keep it unhealthy for as long as somebody asks, and those that the
/// application names.
final class UncountedPaths {
  private UncountedPaths() {}

  static HealthPaths of(TrackerProperties properties, Environment environment) {
    var paths = new ArrayList<>(properties.uncountedPaths());
    paths.add(actuator(environment) + "/*");
    return HealthPaths.of(paths.toArray(String[]::new));
  }

  /// Where Actuator answers within the application's context path. With a base path of `/` its
  /// endpoints stand among the application's own addresses: its health alone is left out then.
  private static String actuator(Environment environment) {
    var dispatcher = bare(environment.getProperty("spring.mvc.servlet.path", "/"));
    var base = bare(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
    var health =
        bare(environment.getProperty("management.endpoints.web.path-mapping.health", "health"));
    return dispatcher + (base.isEmpty() ? health : base);
  }

  /// `path` with a slash before and none behind; empty for the root.
  private static String bare(String path) {
    var parts = path.strip().replaceAll("^/+|/+$", "");
    return parts.isEmpty() ? "" : "/" + parts;
  }
}
