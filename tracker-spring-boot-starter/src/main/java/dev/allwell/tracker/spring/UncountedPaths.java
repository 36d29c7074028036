package dev.allwell.tracker.spring;

import dev.allwell.tracker.servlet.HealthPaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/// The paths whose requests do not count: Actuator's, which answers 503 while the tracker says
/// unhealthy and so would keep it unhealthy for as long as somebody asks, and those that the
/// application names.
final class UncountedPaths {
  private static final String DISPATCHER = "spring.mvc.servlet.path";
  private static final String GROUPS = "management.endpoint.health.group";
  private static final String PROBES = "management.endpoint.health.probes.add-additional-paths";
  private static final Pattern ADDITIONAL_PATH =
      Pattern.compile("\\.additional-?path$", Pattern.CASE_INSENSITIVE);

  private UncountedPaths() {}

  static HealthPaths of(TrackerProperties properties, Environment environment) {
    var paths = new ArrayList<>(properties.uncountedPaths());
    paths.add(actuator(environment) + "/*");
    paths.addAll(besideActuator(environment));
    return HealthPaths.of(paths.toArray(String[]::new));
  }

  /// Where Actuator answers within the application's context path. With a base path of `/` its
  /// endpoints stand among the application's own addresses: its health alone is left out then.
  private static String actuator(Environment environment) {
    var dispatcher = bare(environment.getProperty(DISPATCHER, "/"));
    var base = bare(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
    var health =
        bare(environment.getProperty("management.endpoints.web.path-mapping.health", "health"));
    return dispatcher + (base.isEmpty() ? health : base);
  }

  /// Where groups of Actuator's health answer besides, as `/readyz`.
  private static List<String> besideActuator(Environment environment) {
    var dispatcher = bare(environment.getProperty(DISPATCHER, "/"));
    var paths = new ArrayList<String>();
    if (environment.getProperty(PROBES, Boolean.class, false)) {
      paths.add(dispatcher + "/livez");
      paths.add(dispatcher + "/readyz");
    }
    var groups =
        Binder.get(environment)
            .bind(GROUPS, Bindable.mapOf(String.class, String.class))
            .orElse(Map.of());
    groups.forEach((name, value) -> {
      if (ADDITIONAL_PATH.matcher(name).find()) {
        paths.add(dispatcher + bare(value.replaceFirst("^[a-z]+:", "")));
      }
    });
    return paths;
  }

  /// `path` with a slash before and none behind; empty for the root.
  private static String bare(String path) {
    var parts = path.strip().replaceAll("^/+|/+$", "");
    return parts.isEmpty() ? "" : "/" + parts;
  }
}
