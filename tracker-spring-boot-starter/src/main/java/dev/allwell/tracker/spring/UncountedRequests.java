package dev.allwell.tracker.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.core.env.Environment;

/// The requests that do not count: those to Actuator, which answers 503 while the tracker says
/// unhealthy and so would keep it unhealthy for as long as somebody asks, and those below the paths
/// that the application names.
final class UncountedRequests implements Predicate<HttpServletRequest> {
  private final List<String> paths;

  UncountedRequests(List<String> paths) {
    this.paths = List.copyOf(paths);
  }

  static UncountedRequests of(TrackerProperties properties, Environment environment) {
    var paths = new ArrayList<>(properties.uncountedPaths());
    paths.add(actuator(environment));
    return new UncountedRequests(paths);
  }

  /// Where Actuator answers within the application's context path. With a base path of `/` its
  /// endpoints stand among the application's own addresses: its health alone is left out then.
  private static String actuator(Environment environment) {
    var dispatcher = bare(environment.getProperty("spring.mvc.servlet.path", "/"));
    var base = bare(environment.getProperty("management.endpoints.web.base-path", "/actuator"));
    var health =
        bare(
            environment.getProperty(
                "management.endpoints.web.path-mapping.health", "health"));
    return dispatcher + (base.isEmpty() ? health : base);
  }

  /// `path` with a slash before and none behind; empty for the root.
  private static String bare(String path) {
    var parts = path.strip().replaceAll("^/+|/+$", "");
    return parts.isEmpty() ? "" : "/" + parts;
  }

  @Override
  public boolean test(HttpServletRequest request) {
    var path = request.getServletPath();
    var rest = request.getPathInfo();
    var whole = rest == null ? path : path + rest;
    for (String uncounted : paths) {
      if (whole.startsWith(uncounted)
          && (whole.length() == uncounted.length() || whole.charAt(uncounted.length()) == '/')) {
        return true;
      }
    }
    return false;
  }
}
