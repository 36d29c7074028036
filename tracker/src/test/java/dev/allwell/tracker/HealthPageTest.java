package dev.allwell.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthPageTest {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  private final TurnedTicker ticker = new TurnedTicker(0);
  private final StatusCodeTracker tracker =
      StatusCodeTracker.builder().ticker(ticker).errorThreshold(2).build();

  @AfterEach
  void close() {
    tracker.close();
  }

  private void sicken() {
    tracker.record(500);
    tracker.record(500);
  }

  private static void says(HealthPage page, int status, String type, String body) {
    HealthPage.Rendered rendered = page.render();
    assertThat(new String(rendered.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    assertThat(rendered.status()).isEqualTo(status);
    assertThat(rendered.contentType()).isEqualTo(type);
  }

  @Test
  void asTextItIsTheMessage() {
    HealthPage page = HealthPage.text(tracker);
    says(page, 200, TEXT, "OK");
    sicken();

    says(page, 503, TEXT, "Service unhealthy due to many 5xx");
  }

  @Test
  void asJsonItIsTheFlagAndTheMessage() {
    HealthPage page = HealthPage.json(tracker);
    says(page, 200, JSON, "{\"healthy\":true,\"message\":\"OK\"}");
    sicken();

    says(page, 503, JSON, "{\"healthy\":false,\"message\":\"Service unhealthy due to many 5xx\"}");
  }

  @Test
  void aBodyOfOnesOwnStandsWhileHealthy() {
    int[] asked = {0};
    HealthPage page = HealthPage.json(tracker).body(() -> "{\"asked\":" + ++asked[0] + "}");
    says(page, 200, JSON, "{\"asked\":1}");
    says(page, 200, JSON, "{\"asked\":2}");
    sicken();

    says(page, 503, JSON, "{\"healthy\":false,\"message\":\"Service unhealthy due to many 5xx\"}");
    assertThat(asked[0]).isEqualTo(2);
  }

  @Test
  void aBodyThatCannotBeHadIsReplacedByTheUsual() {
    says(
        HealthPage.text(tracker)
            .body(() -> {
              throw new IllegalStateException("on purpose");
            }),
        200,
        TEXT,
        "OK");
  }

  @Test
  void forTheServiceMonitorItIsExactlyItsDocument() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("version", "1 \"beta\"");
    HealthPage page = HealthPage.monitor(tracker, () -> attributes);
    ticker.turn(Duration.ofMillis(61_999));
    tracker.record(200);
    tracker.record(500);
    attributes.put("zone", "b");

    says(
        page,
        200,
        JSON,
        "{\"uptime_sec\":61,\"request_count\":2,\"error_count\":1,"
            + "\"attributes\":{\"version\":\"1 \\\"beta\\\"\",\"zone\":\"b\"}}");
  }

  @Test
  void forTheServiceMonitorTheDocumentIsToldUnhealthyToo() {
    sicken();

    says(
        HealthPage.monitor(tracker, Map::of).body(() -> "never"),
        503,
        JSON,
        "{\"uptime_sec\":0,\"request_count\":2,\"error_count\":2,\"attributes\":{}}");
  }

  @Test
  void attributesThatCannotBeHadAreNone() {
    says(
        HealthPage.monitor(
            tracker,
            () -> {
              throw new IllegalStateException("on purpose");
            }),
        200,
        JSON,
        "{\"uptime_sec\":0,\"request_count\":0,\"error_count\":0,\"attributes\":{}}");
  }
}
