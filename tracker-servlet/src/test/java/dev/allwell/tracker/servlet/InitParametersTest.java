package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.allwell.tracker.StatusCodeTracker;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitParametersTest {
  private final Map<String, Object> attributes = new HashMap<>();
  private final ServletContext context =
      (ServletContext)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {ServletContext.class},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "getAttribute" -> attributes.get((String) arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    case "removeAttribute" -> attributes.remove((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  @Test
  void eachSettingOfATrackerIsTaken() throws Exception {
    InitParameters given =
        given(
            "window", "5m",
            "errorThreshold", "2",
            "keepUnhealthy", "true",
            "unhealthyStatusCode", "599",
            "unhealthyMessage", "too many",
            "healthyMessage", "fine",
            "verbose", "false");
    StatusCodeTracker tracker = given.tracker();
    assertThat(tracker.health().message()).isEqualTo("fine");
    tracker.trackError();
    assertThat(tracker.isHealthy()).isTrue();
    tracker.trackError();
    assertThat(tracker.health().status()).isEqualTo(599);
    assertThat(tracker.health().message()).isEqualTo("too many");
    given.close();
    assertThat(attributes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100ms", "60s", "5m", "24h"})
  void aWindowHasAUnit(String window) throws Exception {
    InitParameters given = given("window", window);
    assertThat(given.tracker().isHealthy()).isTrue();
    given.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "window|60|servlet health: init-param window: 60, expected a number with ms, s, m or h, as 60s",
        "window|1ms|servlet health: init-param window: PT0.001S, expected 100 ms to 365 days",
        "errorThreshold|ten|servlet health: init-param errorThreshold: ten, expected a whole number",
        "errorThreshold|0|servlet health: init-param errorThreshold: 0, expected at least 1",
        "keepUnhealthy|yes|servlet health: init-param keepUnhealthy: yes, expected true or false",
        "format|xml|servlet health: init-param format: xml, expected text, json or monitor",
        "errorTreshold|3|servlet health: init-param errorTreshold is not known; a tracker's settings are"
            + " [errorThreshold, healthyMessage, keepUnhealthy, unhealthyMessage,"
            + " unhealthyStatusCode, verbose, window]"
      })
  void aMistakeFailsTheDeploymentAndSaysWhich(String name, String value, String message) {
    assertThatThrownBy(() -> given(name, value).page())
        .isInstanceOf(ServletException.class)
        .hasMessage(message);
    assertThat(attributes).isEmpty();
  }

  @Test
  void aBrokenHealthPathFailsTheDeployment() {
    assertThatThrownBy(() -> given("healthPaths", "/a%zz").healthPaths())
        .isInstanceOf(ServletException.class)
        .hasMessageStartingWith("servlet health: init-param healthPaths: ");
  }

  @Test
  void settingsOfATrackerThatIsMadeElsewhereAreRefused() throws Exception {
    InitParameters first = given();
    assertThat(first.tracker()).isSameAs(given().tracker());
    assertThatThrownBy(() -> given("window", "5s").page())
        .isInstanceOf(ServletException.class)
        .hasMessage("servlet health: [window] belong where the application's tracker is made");
    first.close();
  }

  @Test
  void theMonitorsDocumentHasTheAttributesThatAreSaid() throws Exception {
    InitParameters given =
        given("format", "monitor", "attribute.zone", "b", "attribute.version", "3");
    assertThat(new String(given.page().render().body(), StandardCharsets.UTF_8))
        .contains("\"attributes\":{\"version\":\"3\",\"zone\":\"b\"}");
    given.close();
  }

  private InitParameters given(String... namesAndValues) {
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return InitParameters.of(new Config(context, given));
  }

  private record Config(ServletContext context, Map<String, String> given)
      implements ServletConfig {
    @Override
    public String getServletName() {
      return "health";
    }

    @Override
    public ServletContext getServletContext() {
      return context;
    }

    @Override
    public @Nullable String getInitParameter(String name) {
      return given.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
      return Collections.enumeration(given.keySet());
    }
  }
}
