package dev.allwell.tracker.spring;

import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_ERROR_THRESHOLD;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_HEALTHY_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_UNHEALTHY_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_UNHEALTHY_STATUS_CODE;

import dev.allwell.tracker.StatusCodeTracker;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/// The properties under `allwell.tracker`; what is not set is as in the library itself.
///
/// @param enabled Whether the application is tracked at all
/// @param window How long an error counts; at least a second
/// @param errorThreshold How many errors within the window make the application unhealthy
/// @param keepUnhealthy Whether it stays unhealthy, once it is, until it is reset
/// @param unhealthyStatusCode The status of the health answer while unhealthy
/// @param unhealthyMessage The text of the health answer while there are too many errors
/// @param healthyMessage The text of the health answer while healthy
/// @param extraChecksErrorMessage The text of the health answer while the extra checks fail
/// @param extraChecksTimeout How long the extra checks may take; longer counts as failed
/// @param verbose Whether each change of health is logged
/// @param uncountedPaths Paths whose requests do not count, as those to the health path and to
///   Actuator; `/manage/*` is `/manage` and all below
/// @param health The address that tells the health
/// @param registration The Allwell servers that are told of this application
@ConfigurationProperties("allwell.tracker")
public record TrackerProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("60s") Duration window,
    @DefaultValue("" + DEFAULT_ERROR_THRESHOLD) int errorThreshold,
    @DefaultValue("false") boolean keepUnhealthy,
    @DefaultValue("" + DEFAULT_UNHEALTHY_STATUS_CODE) int unhealthyStatusCode,
    @DefaultValue(DEFAULT_UNHEALTHY_MESSAGE) String unhealthyMessage,
    @DefaultValue(DEFAULT_HEALTHY_MESSAGE) String healthyMessage,
    @DefaultValue(DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE) String extraChecksErrorMessage,
    @DefaultValue("1s") Duration extraChecksTimeout,
    @DefaultValue("false") boolean verbose,
    @DefaultValue List<String> uncountedPaths,
    @DefaultValue Health health,
    @DefaultValue Registration registration) {

  /// @throws InvalidTrackerPropertiesException with all that is wrong at once
  public TrackerProperties {
    uncountedPaths = List.copyOf(uncountedPaths);
    var problems = new Problems("allwell.tracker.");
    var library = StatusCodeTracker.builder();
    problems.unlessWindow("window", window, library::window);
    problems.unlessTaken("error-threshold", errorThreshold, library::errorThreshold);
    problems.unlessTaken(
        "unhealthy-status-code", unhealthyStatusCode, library::unhealthyStatusCode);
    problems.unlessTaken("extra-checks-timeout", extraChecksTimeout, library::extraChecksTimeout);
    problems.unlessOneLine("unhealthy-message", unhealthyMessage);
    problems.unlessOneLine("healthy-message", healthyMessage);
    problems.unlessOneLine("extra-checks-error-message", extraChecksErrorMessage);
    for (int i = 0; i < uncountedPaths.size(); i++) {
      problems.unlessPathOrAllBelow("uncounted-paths[" + i + "]", uncountedPaths.get(i));
    }
    health.check(problems);
    registration.check(problems);
    problems.unless(
        registration.servers().isEmpty()
            || !health.path().isEmpty()
            || registration.url().isPresent(),
        "registration.url",
        "",
        "must be said when there is no health.path for the servers to ask");
    problems.refuse();
  }

  /// The address that tells the health.
  ///
  /// @param path Where the health is told, within the application's context path; empty: nowhere
  /// @param format What the health answer looks like
  public record Health(@DefaultValue("/health") String path, @DefaultValue("text") Format format) {

    private void check(Problems problems) {
      if (!path.isEmpty()) {
        problems.unlessPath("health.path", path);
      }
    }
  }

  /// What a health answer looks like.
  public enum Format {
    /// The message alone.
    TEXT,
    /// A small JSON object.
    JSON,
    /// The service-monitor document: uptime, counts of requests and errors, attributes. Its answer
    /// is what Allwell draws rates from.
    MONITOR
  }

  /// The Allwell servers that are told of this application.
  ///
  /// @param servers The addresses of the Allwell servers, as in `http://allwell:4000`; none: nobody
  ///   is told
  /// @param idOrNull What this instance is called there; by default `spring.application.name`
  /// @param urlOrNull Where the Allwell servers find it; by default found out from the running web
  ///   server
  /// @param tokenOrNull What allows to register, where the servers ask for one
  /// @param attributes What the Allwell servers shall show beside it
  /// @param deregister Whether it takes leave of them when the application ends
  public record Registration(
      @DefaultValue List<URI> servers,
      @Name("id") @Nullable String idOrNull,
      @Name("url") @Nullable URI urlOrNull,
      @Name("token") @Nullable String tokenOrNull,
      @DefaultValue Map<String, String> attributes,
      @DefaultValue("false") boolean deregister) {

    public Registration {
      servers = List.copyOf(servers);
      attributes = Map.copyOf(attributes);
    }

    /// What this instance is called, if it was said.
    public Optional<String> id() {
      return Optional.ofNullable(idOrNull).filter(id -> !id.isBlank());
    }

    /// Where the servers find it, if it was said.
    public Optional<URI> url() {
      return Optional.ofNullable(urlOrNull).filter(url -> !url.toString().isBlank());
    }

    /// What allows to register, if anything.
    public Optional<String> token() {
      return Optional.ofNullable(tokenOrNull).filter(token -> !token.isBlank());
    }

    private void check(Problems problems) {
      for (int i = 0; i < servers.size(); i++) {
        problems.unlessWebAddress("registration.servers[" + i + "]", servers.get(i));
      }
      id().ifPresent(id -> problems.unlessId("registration.id", id));
      url().ifPresent(url -> problems.unlessWebAddress("registration.url", url));
      token().ifPresent(token -> problems.unlessToken("registration.token", token));
    }

    @Override
    public String toString() {
      return "Registration[servers="
          + servers
          + ", id="
          + id().orElse("")
          + ", url="
          + url().map(URI::toString).orElse("")
          + ", token="
          + (token().isPresent() ? "******" : "")
          + ", attributes="
          + attributes
          + ", deregister="
          + deregister
          + "]";
    }
  }
}
