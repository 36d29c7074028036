package dev.allwell.tracker.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The requests at certain paths of an application, for whoever leaves them uncounted.
///
/// A path is met however it is written in the request: percent-encoded, with path parameters, with
/// a slash at its end, split by the servlet's mapping into servlet path and path info. Any thread;
/// a test allocates nothing.
public final class HealthPaths implements Predicate<HttpServletRequest> {
  private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");
  private static final String ALL_BELOW = "/*";
  private static final int MISSED = -1;

  private final Path[] paths;

  private HealthPaths(Path[] paths) {
    this.paths = paths;
  }

  /// The requests at any of these paths.
  ///
  /// @param paths each within the application, as `/health`, or with its context path before, as
  ///   `/shop/health`; `/manage/*` is `/manage` and all below it
  /// @throws IllegalArgumentException if a path has a broken percent-encoding
  public static HealthPaths of(String... paths) {
    Path[] parsed = new Path[paths.length];
    for (int i = 0; i < paths.length; i++) {
      parsed[i] = Path.of(paths[i].strip());
    }
    return new HealthPaths(parsed);
  }

  /// Whether a request is at one of the paths; at an error page, whether the request that failed
  /// was.
  @Override
  public boolean test(HttpServletRequest request) {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
          && testUri(uri, request.getContextPath());
    }
    return test(request.getContextPath(), request.getServletPath(), request.getPathInfo());
  }

  private boolean testUri(String uri, String contextPath) {
    String path = uri.startsWith(contextPath) ? uri.substring(contextPath.length()) : uri;
    return test(contextPath, plain(path), null);
  }

  private boolean test(String contextPath, String servletPath, @Nullable String pathInfo) {
    for (Path path : paths) {
      if (path.met("", servletPath, pathInfo) || path.met(contextPath, servletPath, pathInfo)) {
        return true;
      }
    }
    return false;
  }

  /// A path without parameters and decoded, as a container gives it to a servlet.
  private static String plain(String path) {
    String bare = path.indexOf(';') < 0 ? path : PARAMETERS.matcher(path).replaceAll("");
    return bare.indexOf('%') < 0
        ? bare
        : URLDecoder.decode(bare.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// One path, without a slash at its end.
  private record Path(String path, boolean withAllBelow) {

    static Path of(String given) {
      boolean withAllBelow = given.endsWith(ALL_BELOW);
      String path = plain(withAllBelow ? given.substring(0, given.length() - 2) : given);
      int end = path.length();
      while (end > 0 && path.charAt(end - 1) == '/') {
        end--;
      }
      path = path.substring(0, end);
      return new Path(path.isEmpty() || path.startsWith("/") ? path : "/" + path, withAllBelow);
    }

    boolean met(String contextPath, String servletPath, @Nullable String pathInfo) {
      int at = after(after(0, contextPath), servletPath);
      return (pathInfo == null ? at : after(at, pathInfo)) >= path.length();
    }

    /// How far this path and what may follow it reach when a further part of the request's path was
    /// compared, or [#MISSED].
    private int after(int start, String part) {
      int at = start;
      for (int i = 0; i < part.length() && at != MISSED; i++) {
        at = mayStand(part.charAt(i), at) ? at + 1 : MISSED;
      }
      return at;
    }

    private boolean mayStand(char letter, int at) {
      if (at < path.length()) {
        return letter == path.charAt(at);
      }
      return letter == '/' || (withAllBelow && at > path.length());
    }
  }
}
