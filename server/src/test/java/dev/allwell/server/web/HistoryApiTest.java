package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.engine.Ledger;
import dev.allwell.model.Change;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long MINUTE = 60_000;

  private final WebRig web = new WebRig();
  private long number;

  /// Two hours of ticks, one a minute, the last 30 s ago; down from 60 to 50 minutes ago.
  @BeforeEach
  void write() {
    web.rig.add(List.of(WebRig.service("a", "Alpha")));
    number = web.rig.registry().roster().byId("a").orElseThrow().number();
    for (int minute = 119; minute >= 0; minute--) {
      boolean down = minute < 60 && minute >= 50;
      web.samples.append(
          number,
          new Sample(
              WebRig.NOW.toEpochMilli() - minute * MINUTE - 30_000,
              down ? 700 : 12_345 + minute,
              down ? Reason.UNEXPECTED_STATUS : Reason.OK,
              down ? 503 : 200,
              down ? 3 : 1));
    }
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void ticksComeNewestFirstWithAllThatIsKnownOfThem() throws Exception {
    assertThat(web.get("/api/v1/services/a/ticks?limit=1").body())
        .isEqualTo(
            "{\"service\":\"a\",\"ticks\":[{\"at\":\"2026-03-04T05:05:37.089Z\","
                + "\"health\":\"healthy\",\"reason\":\"ok\",\"response-time-ms\":12.345,"
                + "\"status\":200,\"attempts\":1}],\"next\":\"2026-03-04T05:05:37.089Z\"}");
    var down = json("ticks?from=60m&to=50m").get("ticks");
    assertThat(down).hasSize(10);
    assertThat(down.get(0).toString())
        .contains("\"unhealthy\"", "\"unexpected-status\"", "\"status\":503", "\"attempts\":3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"desc", "asc"})
  void pagesOfTicksMakeTheWhole(String order) throws Exception {
    var all = new ArrayList<String>();
    var next = "";
    do {
      var page = json("ticks?limit=7&order=" + order + next);
      page.get("ticks").forEach(tick -> all.add(tick.get("at").asText()));
      next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asText();
    } while (!next.isEmpty());
    assertThat(all).hasSize(120).doesNotHaveDuplicates();
    assertThat(order.equals("asc") ? all : all.reversed()).isSorted();
  }

  @Test
  void rollupsTellCountsTimeAndResponseTimes() throws Exception {
    var answer = json("rollups?from=2026-03-04T04:00:00Z");
    assertThat(answer.get("next").isNull()).isTrue();
    assertThat(answer.get("rollups")).hasSize(2);
    var hour = answer.get("rollups").get(0);
    assertThat(hour.get("from").asText()).isEqualTo("2026-03-04T04:00:00Z");
    assertThat(hour.get("to").asText()).isEqualTo("2026-03-04T05:00:00Z");
    assertThat(hour.get("ticks").asInt()).isEqualTo(60);
    assertThat(hour.get("down").asInt()).isEqualTo(10);
    assertThat(hour.get("down-ms").asLong()).isEqualTo(10 * MINUTE);
    assertThat(hour.get("up-ms").asLong()).isEqualTo(50 * MINUTE);
    assertThat(hour.get("unknown-ms").asLong()).isZero();
    assertThat(hour.get("uptime-percent").asDouble()).isEqualTo(83.333);
    assertThat(hour.get("response-time-ms").get("p50").asDouble()).isBetween(12.0, 13.0);
    assertThat(answer.get("rollups").get(1).get("to").asText()).isEqualTo(WebRig.NOW.toString());
  }

  @Test
  void pagesOfRollupsMakeTheWhole() throws Exception {
    var first = json("rollups?limit=2&from=2026-03-04T02:10:00Z");
    assertThat(first.get("rollups")).hasSize(1);
    assertThat(first.get("next").asText()).isEqualTo("2026-03-04T04:00:00Z");
    var second = json("rollups?limit=2&cursor=" + first.get("next").asText());
    assertThat(second.get("rollups")).hasSize(2);
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(json("rollups?step=1d&from=2000-01-01").get("rollups")).hasSize(1);
  }

  @Test
  void uptimeIsToldForTheUsualRangesOrTheOneAskedFor() throws Exception {
    var usual = json("uptime").get("uptime");
    assertThat(usual.findValuesAsText("range")).containsExactly("1h", "24h", "7d", "30d", "90d");
    assertThat(usual.get(0).get("down-ms").asLong()).isEqualTo(10 * MINUTE);
    assertThat(usual.get(1).get("down-ms").asLong()).isEqualTo(10 * MINUTE);
    assertThat(usual.get(4).get("uptime-percent").asDouble()).isEqualTo(91.631);
    var one = json("uptime?from=55m&to=45m").get("uptime");
    assertThat(one).hasSize(1);
    assertThat(one.get(0).get("range").isNull()).isTrue();
    assertThat(one.get(0).get("uptime-percent").asDouble()).isEqualTo(45);
    assertThat(json("uptime?from=2020-01-01&to=2020-02-01").at("/uptime/0/uptime-percent").isNull())
        .as("nothing is known")
        .isTrue();
  }

  @Test
  void quantilesAreThoseAskedFor() throws Exception {
    var answer = json("latency?from=24h&quantiles=0,0.5,1");
    assertThat(answer.get("count").asInt()).isEqualTo(110);
    var times = answer.get("response-time-ms");
    assertThat(times.get("min").asDouble()).isEqualTo(12.345);
    assertThat(times.get("max").asDouble()).isEqualTo(12.464);
    assertThat(times.get("quantiles").findValuesAsText("quantile"))
        .containsExactly("0.0", "0.5", "1.0");
    assertThat(times.at("/quantiles/1/value").asDouble()).isBetween(12.3, 12.5);
    assertThat(json("latency?from=2020-01-01&to=2020-01-02").get("response-time-ms").isNull())
        .isTrue();
  }

  @Test
  void eventsComeNewestFirstPageByPage() throws Exception {
    web.ledger.record(
        List.of(new Ledger.Entry.Put(web.rig.registry().roster().byId("a").orElseThrow())));
    begin(Standing.UPTIME, Reason.OK, 300);
    begin(Standing.DOWNTIME, Reason.TIMEOUT_CONNECT, 200);
    begin(Standing.UPTIME, Reason.OK, 100);
    var first = json("events?limit=2");
    assertThat(first.get("events").findValuesAsText("kind")).containsExactly("uptime", "downtime");
    assertThat(first.at("/events/0/ended").isNull()).isTrue();
    assertThat(first.at("/events/0/duration-ms").isNull()).isTrue();
    assertThat(first.at("/events/1").toString())
        .contains("\"reason\":\"timeout-connect\"", "\"duration-ms\":100000");
    var second = json("events?limit=2&cursor=" + first.get("next").asText());
    assertThat(second.get("events")).hasSize(1);
    assertThat(second.get("next").isNull()).isTrue();
    assertThat(json("events?from=250s&to=150s").get("events").findValuesAsText("kind"))
        .containsExactly("downtime", "uptime");
  }

  @Test
  void aRenamedServiceKeepsItsHistory() throws Exception {
    var renamed = new Change.Put(WebRig.service("a", "Omega"));
    web.rig.registry().submit(List.of(renamed)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    assertThat(web.get("/status/Omega").statusCode()).isEqualTo(200);
    assertThat(web.rig.registry().roster().byId("a").orElseThrow().number()).isEqualTo(number);
    assertThat(json("ticks").get("ticks")).hasSize(120);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ticks?from=yesterday | from",
        "ticks?to=99999-01-01T00:00:00Z | to",
        "ticks?from=%2B999999999-12-31T23:59:59Z | from",
        "ticks?from=999999999d | from",
        "ticks?from=1h&to=2h | from",
        "ticks?limit=0 | limit",
        "ticks?limit=10001 | limit",
        "ticks?limit=1&limit=2 | limit",
        "ticks?order=up | order",
        "ticks?cursor=x | cursor",
        "ticks?frm=1h | frm",
        "rollups?step=90m | step",
        "rollups?step=400d | step",
        "events?cursor=-1 | cursor",
        "uptime?limit=3 | limit",
        "latency?quantiles=0.5,1.5 | quantiles",
        "latency?quantiles= | quantiles"
      })
  void whatIsWrongWithAQueryIsNamed(String query, String parameter) throws Exception {
    var answer = web.get("/api/v1/services/a/" + query);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    var problem = MAPPER.readTree(answer.body());
    assertThat(problem.get("title").asText()).isEqualTo("Bad Request");
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.get("errors").findValuesAsText("parameter")).containsExactly(parameter);
  }

  @Test
  void allThatIsWrongIsNamedTogether() throws Exception {
    var answer = web.get("/api/v1/services/a/ticks?from=x&limit=x&y=1");
    assertThat(MAPPER.readTree(answer.body()).get("errors").findValuesAsText("parameter"))
        .containsExactlyInAnyOrder("from", "limit", "y");
  }

  @Test
  void aServiceThatIsNotThereIsAProblem() throws Exception {
    var answer = web.get("/api/v1/services/no%22body/uptime");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"title\":\"Not Found\",\"status\":404,"
                + "\"detail\":\"no service has the id no\\\"body\"}");
  }

  private JsonNode json(String query) throws Exception {
    var answer = web.get("/api/v1/services/a/" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return MAPPER.readTree(answer.body());
  }

  private void begin(Standing standing, Reason reason, long secondsAgo) {
    var at = WebRig.NOW.minus(Duration.ofSeconds(secondsAgo));
    var health = standing == Standing.UPTIME ? Health.HEALTHY : Health.DEAD;
    var verdict = new Verdict(health, reason, standing, at, at);
    web.ledger.turn(new Ledger.Turn(number, verdict, new State(verdict, Tally.EMPTY, null), true));
  }
}
