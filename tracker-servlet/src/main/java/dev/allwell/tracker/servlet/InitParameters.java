package dev.allwell.tracker.servlet;

import dev.allwell.tracker.HealthPage;
import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `init-param`s of one filter or servlet, and what they make. A name that is not known, or a
/// value that cannot be, fails the deployment with a message that says which.
final class InitParameters {
  private static final String TRACKER = StatusCodeTracker.class.getName();
  private static final String ATTRIBUTE = "attribute.";
  private static final Set<String> FORMATS = Set.of("text", "json", "monitor");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private static final Map<String, Setting> SETTINGS =
      Map.of(
          "window", (tracker, value) -> tracker.window(duration(value)),
          "errorThreshold", (tracker, value) -> tracker.errorThreshold(number(value)),
          "keepUnhealthy", (tracker, value) -> tracker.keepUnhealthy(truth(value)),
          "unhealthyStatusCode", (tracker, value) -> tracker.unhealthyStatusCode(number(value)),
          "unhealthyMessage", StatusCodeTracker.Builder::unhealthyMessage,
          "healthyMessage", StatusCodeTracker.Builder::healthyMessage,
          "verbose", (tracker, value) -> tracker.verbose(truth(value)));

  private final String owner;
  private final ServletContext context;
  private final Map<String, String> left;
  private @Nullable StatusCodeTracker made;

  private InitParameters(String owner, ServletContext context, Map<String, String> given) {
    this.owner = owner;
    this.context = context;
    this.left = given;
  }

  @FunctionalInterface
  private interface Setting {
    StatusCodeTracker.Builder set(StatusCodeTracker.Builder tracker, String value);
  }

  static InitParameters of(FilterConfig config) {
    return new InitParameters(
        "filter " + config.getFilterName(),
        config.getServletContext(),
        given(config.getInitParameterNames(), config::getInitParameter));
  }

  static InitParameters of(ServletConfig config) {
    return new InitParameters(
        "servlet " + config.getServletName(),
        config.getServletContext(),
        given(config.getInitParameterNames(), config::getInitParameter));
  }

  /// Makes a tracker the application's, unless it has one.
  static void offer(ServletContext context, StatusCodeTracker tracker) {
    synchronized (InitParameters.class) {
      if (context.getAttribute(TRACKER) == null) {
        context.setAttribute(TRACKER, tracker);
      }
    }
  }

  HealthPaths healthPaths() throws ServletException {
    String paths = left.remove("healthPaths");
    try {
      return paths == null || paths.isBlank()
          ? HealthPaths.of()
          : HealthPaths.of(paths.split(",", -1));
    } catch (IllegalArgumentException refused) {
      throw refusal("healthPaths", refused);
    }
  }

  HealthPage page() throws ServletException {
    String format = left.getOrDefault("format", "text").strip();
    left.remove("format");
    if (!FORMATS.contains(format)) {
      throw refusal(
          "format", new IllegalArgumentException(format + ", expected text, json or monitor"));
    }
    String body = left.remove("body");
    Map<String, String> attributes = attributes();
    StatusCodeTracker tracker = tracker();
    HealthPage page =
        switch (format) {
          case "json" -> HealthPage.json(tracker);
          case "monitor" -> HealthPage.monitor(tracker, () -> attributes);
          default -> HealthPage.text(tracker);
        };
    return body == null ? page : page.body(() -> body);
  }

  /// The application's tracker, made of all parameters that are left if there is none yet.
  StatusCodeTracker tracker() throws ServletException {
    synchronized (InitParameters.class) {
      StatusCodeTracker.Builder settings = StatusCodeTracker.builder();
      for (Map.Entry<String, String> parameter : left.entrySet()) {
        apply(parameter.getKey(), parameter.getValue().strip(), settings);
      }
      if (context.getAttribute(TRACKER) instanceof StatusCodeTracker found) {
        if (!left.isEmpty()) {
          throw new ServletException(
              owner + ": " + left.keySet() + " belong where the application's tracker is made");
        }
        return found;
      }
      made = settings.build();
      context.setAttribute(TRACKER, made);
      return made;
    }
  }

  /// Ends the tracker, if it was made here.
  void close() {
    if (made != null) {
      context.removeAttribute(TRACKER);
      made.close();
    }
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new TreeMap<>();
    left.forEach((name, value) -> {
      if (name.startsWith(ATTRIBUTE)) {
        attributes.put(name.substring(ATTRIBUTE.length()), value);
      }
    });
    left.keySet().removeIf(name -> name.startsWith(ATTRIBUTE));
    return Collections.unmodifiableMap(attributes);
  }

  private void apply(String name, String value, StatusCodeTracker.Builder settings)
      throws ServletException {
    Setting setting = SETTINGS.get(name);
    if (setting == null) {
      throw new ServletException(
          owner
              + ": init-param "
              + name
              + " is not known; a tracker's settings are "
              + new TreeSet<>(SETTINGS.keySet()));
    }
    try {
      setting.set(settings, value);
    } catch (IllegalArgumentException refused) {
      throw refusal(name, refused);
    }
  }

  private ServletException refusal(String name, IllegalArgumentException refused) {
    String why = String.valueOf(refused.getMessage());
    String prefix = name + ": ";
    return new ServletException(
        owner + ": init-param " + (why.startsWith(prefix) ? why : prefix + why), refused);
  }

  private static Map<String, String> given(
      Enumeration<String> names, UnaryOperator<@Nullable String> values) {
    Map<String, String> given = new TreeMap<>();
    for (String name : Collections.list(names)) {
      String value = values.apply(name);
      if (value != null) {
        given.put(name, value);
      }
    }
    return given;
  }

  private static Duration duration(String value) {
    Matcher parts = DURATION.matcher(value);
    if (!parts.matches()) {
      throw new IllegalArgumentException(value + ", expected a number with ms, s, m or h, as 60s");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException notOne) {
      throw new IllegalArgumentException(value + ", expected a whole number", notOne);
    }
  }

  private static boolean truth(String value) {
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(value + ", expected true or false");
    }
    return value.equals("true");
  }
}
