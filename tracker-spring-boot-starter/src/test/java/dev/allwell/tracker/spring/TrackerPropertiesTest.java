package dev.allwell.tracker.spring;

import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_ERROR_THRESHOLD;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_EXTRA_CHECKS_TIMEOUT;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_HEALTHY_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_UNHEALTHY_MESSAGE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_UNHEALTHY_STATUS_CODE;
import static dev.allwell.tracker.StatusCodeTracker.Builder.DEFAULT_WINDOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TrackerPropertiesTest {

  @Test
  void whatIsNotSetIsAsInTheLibrary() {
    var properties = bound();

    assertThat(properties.enabled()).isTrue();
    assertThat(properties.window()).isEqualTo(DEFAULT_WINDOW);
    assertThat(properties.errorThreshold()).isEqualTo(DEFAULT_ERROR_THRESHOLD);
    assertThat(properties.unhealthyStatusCode()).isEqualTo(DEFAULT_UNHEALTHY_STATUS_CODE);
    assertThat(properties.unhealthyMessage()).isEqualTo(DEFAULT_UNHEALTHY_MESSAGE);
    assertThat(properties.healthyMessage()).isEqualTo(DEFAULT_HEALTHY_MESSAGE);
    assertThat(properties.extraChecksErrorMessage()).isEqualTo(DEFAULT_EXTRA_CHECKS_ERROR_MESSAGE);
    assertThat(properties.extraChecksTimeout()).isEqualTo(DEFAULT_EXTRA_CHECKS_TIMEOUT);
    assertThat(properties.keepUnhealthy()).isFalse();
    assertThat(properties.verbose()).isFalse();
    assertThat(properties.uncountedPaths()).isEmpty();
    assertThat(properties.health())
        .isEqualTo(new TrackerProperties.Health("/health", TrackerProperties.Format.TEXT));
    assertThat(properties.registration())
        .isEqualTo(bound("registration.deregister=false").registration());
    assertThat(properties.registration().servers()).isEmpty();
    assertThat(properties.registration().attributes()).isEmpty();
    assertThat(properties.registration().id()).isEmpty();
    assertThat(properties.registration().url()).isEmpty();
    assertThat(properties.registration().token()).isEmpty();
  }

  @Test
  void eachCanBeSet() {
    var properties =
        bound(
            "enabled=false",
            "window=2m",
            "error-threshold=3",
            "keep-unhealthy=true",
            "unhealthy-status-code=500",
            "unhealthy-message=ill",
            "healthy-message=fine",
            "extra-checks-error-message=no database",
            "extra-checks-timeout=250ms",
            "verbose=true",
            "uncounted-paths=/livez,/manage/*",
            "health.path=/well",
            "health.format=monitor",
            "registration.servers=http://a:4000,https://b",
            "registration.id=shop-1",
            "registration.url=https://shop.example/health",
            "registration.token=t0ken",
            "registration.attributes.team=blue",
            "registration.deregister=true");

    assertThat(properties.enabled()).isFalse();
    assertThat(properties.window()).isEqualTo(Duration.ofMinutes(2));
    assertThat(properties.errorThreshold()).isEqualTo(3);
    assertThat(properties.keepUnhealthy()).isTrue();
    assertThat(properties.unhealthyStatusCode()).isEqualTo(500);
    assertThat(properties.unhealthyMessage()).isEqualTo("ill");
    assertThat(properties.healthyMessage()).isEqualTo("fine");
    assertThat(properties.extraChecksErrorMessage()).isEqualTo("no database");
    assertThat(properties.extraChecksTimeout()).isEqualTo(Duration.ofMillis(250));
    assertThat(properties.verbose()).isTrue();
    assertThat(properties.uncountedPaths()).containsExactly("/livez", "/manage/*");
    assertThat(properties.health())
        .isEqualTo(new TrackerProperties.Health("/well", TrackerProperties.Format.MONITOR));
    var registration = properties.registration();
    assertThat(registration.servers())
        .containsExactly(URI.create("http://a:4000"), URI.create("https://b"));
    assertThat(registration.id()).contains("shop-1");
    assertThat(registration.url()).contains(URI.create("https://shop.example/health"));
    assertThat(registration.token()).contains("t0ken");
    assertThat(registration.attributes()).isEqualTo(Map.of("team", "blue"));
    assertThat(registration.deregister()).isTrue();
  }

  @Test
  void anEmptyPathMeansNone() {
    assertThat(bound("health.path=").health().path()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window=60 | window = 60ms: must be 1s or longer, with its unit, as in 60s",
        "window=-1s | window = -1000ms: must be 1s or longer, with its unit, as in 60s",
        "window=9000d | window = PT216000H: window: PT216000H, expected 100 ms to 365 days",
        "error-threshold=0 | error-threshold = 0: errorThreshold: 0, expected at least 1",
        "unhealthy-status-code=42 | unhealthy-status-code = 42: unhealthyStatusCode: 42,",
        "extra-checks-timeout=0s | extra-checks-timeout = PT0S: extraChecksTimeout: PT0S, expected",
        "unhealthy-message= | unhealthy-message = : must be one line of text",
        "healthy-message= | healthy-message = : must be one line of text",
        "extra-checks-error-message= | extra-checks-error-message = : must be one line of text",
        "uncounted-paths=livez | uncounted-paths[0] = livez: must be a path such as /livez, or",
        "health.path=health | health.path = health: must be a plain path such as /health",
        "health.path=/ | health.path = /: must be a plain path such as /health",
        "health.path=/health/* | health.path = /health/*: must be a plain path such as /health",
        "registration.id=a b | registration.id = a b: must be up to 128 of letters, digits, '.',",
        "registration.servers=allwell:4000 | registration.servers[0] = allwell:4000: must be an"
            + " address such as http://host:4000",
        "registration.url=/health | registration.url = /health: must be an address such as",
        "registration.token=to ken | registration.token = (hidden): must be of printable ASCII",
      })
  void whatCannotBeMeantSoIsRefusedByName(String property, String problem) {
    assertThat(catchThrowable(() -> bound(property)))
        .rootCause()
        .isInstanceOf(InvalidTrackerPropertiesException.class)
        .hasMessageStartingWith("allwell.tracker." + problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {"registration.servers", "registration.url"})
  void aPasswordInAnAddressIsRefusedAndNotShown(String property) {
    assertThat(catchThrowable(() -> bound(property + "=http://me:secret@allwell:4000")))
        .rootCause()
        .hasMessageContaining("must not hold a user's name or password")
        .hasMessageNotContaining("secret");
  }

  @Test
  void withoutAHealthPathTheServersMustBeToldWhereToAsk() {
    assertThat(catchThrowable(() -> bound("health.path=", "registration.servers=http://a:4000")))
        .rootCause()
        .hasMessageContaining("allwell.tracker.registration.url");
    assertThat(
            bound(
                    "health.path=",
                    "registration.servers=http://a:4000",
                    "registration.url=http://me/alive")
                .health()
                .path())
        .isEmpty();
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    assertThat(catchThrowable(() -> bound("window=60", "error-threshold=0", "health.path=x")))
        .rootCause()
        .hasMessageContainingAll(".window", ".error-threshold", ".health.path");
  }

  @Test
  void aTokenIsNotShown() {
    var shown = bound("registration.token=t0ken", "registration.id=shop").toString();

    assertThat(shown).doesNotContain("t0ken").contains("shop", "******");
    assertThat(bound().toString()).doesNotContain("******");
  }

  private static TrackerProperties bound(String... properties) {
    var source = new HashMap<String, String>();
    Arrays.stream(properties)
        .map(property -> property.split("=", 2))
        .forEach(pair -> source.put("allwell.tracker." + pair[0], pair[1]));
    return new Binder(new MapConfigurationPropertySource(source))
        .bindOrCreate("allwell.tracker", TrackerProperties.class);
  }
}
