package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Reason;
import dev.allwell.model.State;
import dev.allwell.server.access.Trust;
import dev.allwell.testkit.process.Prometheus;
import dev.allwell.testkit.process.Promtool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsTest {
  private static final String OPENMETRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private WebRig web;

  @BeforeEach
  void start() {
    web = new WebRig();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private static String form(String contentType) {
    return switch (contentType) {
      case "application/json" -> "json";
      case "text/plain; version=0.0.4; charset=utf-8" -> "text";
      case OPENMETRICS -> "openmetrics";
      default -> contentType;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json|json|json",
        "APPLICATION/JSON;charset=utf-8|json|json",
        "application/*|json|json",
        "text/plain|text|text",
        "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8|text|text",
        "*/*|text|json",
        "``|text|json",
        "image/png|text|json",
        "application/json;q=0, */*|text|text",
        "text/plain;q=0, */*|text|json",
        "*/*, application/json|json|json",
        "*/*, text/plain|text|text",
        "application/json;q=0.5, */*|text|text",
        "text/*;q=0, text/plain, application/json;q=0.5|text|text",
        "application/*;q=0.9, application/json;q=0.1, text/plain;q=0.5|openmetrics|openmetrics",
        "application/json, text/plain, */*|json|json",
        "text/plain;q=0.5, application/json;q=0.6|json|json",
        "application/json;q=x|text|json",
        "application/openmetrics-text|openmetrics|openmetrics",
        "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2|openmetrics|openmetrics",
        ",,;,q=1|text|json",
      })
  void theFormIsWhatTheCallerAccepts(String accept, String form, String whereJsonIsTheDefault)
      throws Exception {
    assertThat(formFor(web, accept)).isEqualTo(form);
    try (var turned =
        new WebRig(new WebServer.Settings("127.0.0.1", 0, Limits.DEFAULT, Trust.DEFAULT, true))) {
      assertThat(formFor(turned, accept)).isEqualTo(whereJsonIsTheDefault);
    }
  }

  private static String formFor(WebRig web, String accept) throws Exception {
    var answer = web.get("/metrics", "Accept", accept);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Vary")).contains("Accept");
    return form(answer.headers().firstValue("Content-Type").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"json,json", "prometheus,text", "openmetrics,openmetrics"})
  void theFormAskedForInTheQueryWins(String format, String form) throws Exception {
    var answer = web.get("/metrics?format=" + format, "Accept", "image/png");
    assertThat(form(answer.headers().firstValue("Content-Type").orElseThrow())).isEqualTo(form);
  }

  @Test
  void anUnknownFormIsABadRequestThatNamesTheParameter() throws Exception {
    var answer = web.get("/metrics?format=xml");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("format: must be json, prometheus or openmetrics");
  }

  private void fill() {
    web.rig.add(
        List.of(
            WebRig.service("a", "quo\"te\\back"),
            WebRig.service("b", "bad"),
            WebRig.service("c", "never"),
            WebRig.service("d", "stale")));
    web.rig.post("d", WebRig.state(null, Reason.OK));
    web.rig.pass(Duration.ofMinutes(5));
    web.rig.post("a", WebRig.state(null, Reason.CONNECT_REFUSED, Reason.OK));
    web.rig.post("b", showing(WebRig.state(null, Reason.UNEXPECTED_STATUS)));
    web.rig.meter(1, Duration.ofMillis(3), Duration.ofMillis(40));
  }

  private static State showing(State state) {
    var end = Instant.ofEpochSecond(1_800_000_000);
    var facts =
        new CertificateFacts(
            "CN=a", List.of(), "CN=b", "1", end, end.plusSeconds(9), end, 2, true, "TLSv1.3", "x");
    return new State(state.verdict(), state.tally(), null, facts);
  }

  @Test
  void servicesAreShownInTextWithTheHistoricNameToo() throws Exception {
    fill();

    assertThat(web.get("/metrics").body())
        .startsWith(
            """
            # HELP health_check_status Whether the service is healthy or degraded (1) or not (0); none while unknown.
            # TYPE health_check_status gauge
            health_check_status{service="quo\\"te\\\\back"} 1
            health_check_status{service="bad"} 0
            # HELP health_check_response_time_ms Response time of the last check in milliseconds; none after a failure.
            # TYPE health_check_response_time_ms gauge
            health_check_response_time_ms{service="quo\\"te\\\\back"} 12
            health_check_response_time_ms{service="stale"} 12
            # HELP health_check_total_checks Checks made; the historic name of health_check_checks_total.
            # TYPE health_check_total_checks counter
            health_check_total_checks{service="quo\\"te\\\\back"} 2
            health_check_total_checks{service="bad"} 1
            health_check_total_checks{service="never"} 0
            health_check_total_checks{service="stale"} 1
            # HELP health_check_checks_total Checks made.
            # TYPE health_check_checks_total counter
            health_check_checks_total{service="quo\\"te\\\\back"} 2
            health_check_checks_total{service="bad"} 1
            health_check_checks_total{service="never"} 0
            health_check_checks_total{service="stale"} 1
            # HELP health_check_failures_total Checks that failed.
            # TYPE health_check_failures_total counter
            health_check_failures_total{service="quo\\"te\\\\back"} 1
            health_check_failures_total{service="bad"} 1
            health_check_failures_total{service="never"} 0
            health_check_failures_total{service="stale"} 0
            # HELP health_check_certificate_not_after_seconds Unix time at which the first certificate of the chain last shown ends.
            # TYPE health_check_certificate_not_after_seconds gauge
            health_check_certificate_not_after_seconds{service="bad"} 1800000000
            # HELP allwell_services Services, by their health.
            # TYPE allwell_services gauge
            allwell_services{health="healthy"} 1
            allwell_services{health="degraded"} 0
            allwell_services{health="unhealthy"} 1
            allwell_services{health="dead"} 0
            allwell_services{health="unknown"} 2
            """);
  }

  @Test
  void aServiceThatIsGoneLeavesNoSeries() throws Exception {
    fill();
    web.rig.remove("b");

    assertThat(web.get("/metrics").body()).doesNotContain("\"bad\"");
  }

  @Test
  void openMetricsNamesCountersItsWayAndEndsOnce() throws Exception {
    fill();

    var text = web.get("/metrics?format=openmetrics").body();

    assertThat(text)
        .contains("# TYPE health_check_checks counter\nhealth_check_checks_total{")
        .contains("# TYPE health_check_failures counter\nhealth_check_failures_total{")
        .doesNotContain("health_check_total_checks")
        .endsWith("# EOF\n");
    assertThat(text.split("# EOF", -1)).hasSize(2);
  }

  @Test
  void allwellTellsOfItself() throws Exception {
    fill();

    assertThat(web.get("/metrics").body())
        .contains(
            "allwell_build_info{version=\"1.2.3\"} 1\n",
            "allwell_check_start_lateness_seconds_bucket{lane=\"1\",le=\"0.002\"} 0\n",
            "allwell_check_start_lateness_seconds_bucket{lane=\"1\",le=\"0.005\"} 1\n",
            "allwell_check_start_lateness_seconds_count{lane=\"0\"} 0\n",
            "allwell_check_duration_seconds_sum{lane=\"1\"} 0.04\n",
            "allwell_checks_in_flight{lane=\"1\"} 3.0\n",
            "allwell_checks_in_flight_suspects{lane=\"1\"} 1.0\n",
            "allwell_checks_waiting{lane=\"1\"} 2.0\n",
            "allwell_lane_services{lane=\"1\"} 7.0\n",
            "allwell_checks_skipped_total{lane=\"1\"} 2.0\n",
            "allwell_check_retries_total{lane=\"1\"} 1.0\n",
            "allwell_sink_failures_total{lane=\"1\"} 1.0\n",
            "allwell_ledger_commit_seconds_count 4\n",
            "allwell_ledger_commit_seconds_sum 0.25\n",
            "allwell_ledger_queued 3.0\n",
            "allwell_samples_queued 2.0\n",
            "allwell_samples_dropped_total 1.0\n",
            "allwell_registry_queued 0.0\n",
            "allwell_supervisor_restarts_total{child=\"registry\"} 0.0\n",
            "allwell_supervisor_child_condition{child=\"registry\",condition=\"running\"} 1.0\n",
            "allwell_http_connections ",
            "allwell_http_requests_total ",
            "jvm_memory_used_bytes{",
            "process_cpu_usage ",
            "process_cpu_seconds_total ",
            "process_files_open_files ",
            "process_uptime_seconds ");
  }

  /// The historic names are all that promtool may complain of.
  @Test
  void promtoolAcceptsTheText() throws Exception {
    fill();
    web.get("/nowhere", "X-Forwarded-For", "1.2.3.4");

    var judged = new Promtool().checkMetrics(web.get("/metrics").body());

    assertThat(judged.exit()).as("3: it was read, and there are complaints").isEqualTo(3);
    assertThat(judged.err())
        .hasSize(2)
        .allMatch(line ->
            line.contains("health_check_total_checks")
                || line.contains("health_check_response_time_ms"));
  }

  /// It asks for OpenMetrics by itself.
  @Test
  void aStockPrometheusScrapesIt(@TempDir Path folder) {
    fill();
    try (var prometheus = Prometheus.scraping("127.0.0.1:" + web.address().getPort(), folder)) {
      prometheus.awaitQuery("up", answer -> answer.contains("\"1\"]"), Duration.ofSeconds(60));

      assertThat(prometheus.query("health_check_status"))
          .contains("\"service\":\"bad\"", "\"service\":\"quo\\\"te\\\\back\"")
          .doesNotContain("never", "stale");
      assertThat(prometheus.query("sum(health_check_checks_total)")).contains("\"4\"]");
      assertThat(prometheus.query("sum(allwell_check_duration_seconds_count)")).contains("\"1\"]");
      assertThat(prometheus.query("health_check_total_checks")).contains("\"result\":[]");
    }
  }
}
