package dev.allwell.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.model.Identity;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import dev.allwell.server.web.Eventually.Condition;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecorderDialectTest {
  private static final long T0 = 1_772_600_800;
  private static final ObjectMapper JSON = new ObjectMapper();

  private WebRig web;
  private Checks checks;

  @BeforeEach
  void start() {
    web = new WebRig();
    checks = new Checks(web);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private void threeServices() {
    checks.add(
        List.of(
            named("email", "email-service"),
            named("payment", "payment gateway \"é\""),
            named("never", "never checked")));
    tick("email", 0, Reason.OK, 20_250);
    tick("email", 30, Reason.OK, 11_250);
    tick("payment", 50, Reason.TIMEOUT_CONNECT, 5_000_000);
    tick("email", 60, Reason.UNEXPECTED_STATUS, 37_000);
    tick("email", 70, Reason.NO_DESCRIPTORS, 100);
    tick("email", 90, Reason.ERROR_RATE, 12_500);
  }

  private static Service named(String id, String name) {
    var service = WebRig.service(id, name);
    return new Service(
        new Identity(id, name, "http://svc.test/" + id),
        service.source(),
        service.check(),
        service.schedule(),
        service.rules(),
        service.labels());
  }

  private void tick(String id, long second, Reason reason, long micros) {
    checks.tick(id, Instant.ofEpochSecond(T0 + second), reason, micros);
  }

  private static String golden(String name) throws IOException {
    try (var file = RecorderDialectTest.class.getResourceAsStream("/recorder/" + name + ".json")) {
      return JSON.readTree(file).toString();
    }
  }

  private JsonNode data(String path) throws Exception {
    var answer = web.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("data");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/services,services",
    "/v1/services/2,service",
    "/v1/services/1/events,events",
    "/v1/services/1/ticks,ticks",
    "/v1/services/1/metrics,metrics"
  })
  void itSpeaksAsTheOriginalDid(String path, String golden) throws Exception {
    threeServices();

    var answer = web.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("application/json; charset=utf-8");
    assertThat(answer.body()).isEqualTo(golden(golden));
  }

  @Test
  void beforeTheFirstTickThereIsNothing() throws Exception {
    threeServices();

    assertThat(data("/v1/services/3").path("service").path("data").has("latest_event")).isFalse();
    assertThat(web.get("/v1/services/3/events").body())
        .isEqualTo("{\"status\":200,\"status_desc\":\"OK\",\"data\":{\"events\":{\"data\":[]}}}");
    assertThat(web.get("/v1/services/3/metrics").body())
        .isEqualTo("{\"status\":200,\"status_desc\":\"OK\",\"data\":{\"metric\":null}}");
    assertThat(data("/v1/services/3/ticks").toString())
        .isEqualTo(
            "{\"ticks\":{\"data\":[],\"pagination\":{\"page\":1,\"limit\":1000,\"total\":0}}}");
    stop();
    start();
    assertThat(data("/v1/services").toString()).isEqualTo("{\"services\":{\"data\":[]}}");
  }

  @Test
  void itTellsThatItLives() throws Exception {
    assertThat(web.get("/v1/_internal/health").body())
        .isEqualTo("{\"status\":200,\"status_desc\":\"OK\"}");
    web.rig.loseAChild("lane/0");
    var answer = web.get("/v1/_internal/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":503,\"status_desc\":\"Service Unavailable\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"email", "1.0", "0x1", "9223372036854775808", "%20", "1%2F2", "--1"})
  void anIdThatIsNoIntegerIsABadRequest(String id) throws Exception {
    threeServices();
    for (var below : new String[] {"", "/events", "/ticks", "/metrics"}) {
      var answer = web.get("/v1/services/" + id + below);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .startsWith("{\"status\":400,\"status_desc\":\"Bad Request\",\"errors\":[\"id: ")
          .endsWith("is not an integer\"]}");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"4", "0", "-1", "9223372036854775807"})
  void anUnknownIdIsNotFound(String id) throws Exception {
    threeServices();
    for (var below : new String[] {"", "/events", "/ticks", "/metrics"}) {
      var answer = web.get("/v1/services/" + id + below);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.body())
          .isEqualTo(
              "{\"status\":404,\"status_desc\":\"Not Found\",\"errors\":[\"record not found\"]}");
    }
  }

  @Test
  void aRemovedServiceIsNotFoundAndItsNumberIsNotGivenAgain() throws Exception {
    threeServices();
    web.rig.remove("payment");

    assertThat(web.get("/v1/services/2").statusCode()).isEqualTo(404);
    checks.add(List.of(named("payment", "payment gateway")));
    assertThat(web.get("/v1/services/2").statusCode()).isEqualTo(404);
    assertThat(data("/v1/services/4").at("/service/data/name").asText())
        .isEqualTo("payment gateway");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1", "/v1/", "/v1/nothing", "/v1/services/1/events/2", "/v1//services"})
  void anUnknownRouteIsNotFoundInTheEnvelope(String path) throws Exception {
    var answer = web.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"status\":404,\"status_desc\":\"Not Found\",\"errors\":[\"Not found\"]}");
  }

  @Test
  void otherErrorsAreInTheEnvelopeToo() throws Exception {
    var wrong = web.post("/v1/services", "{}");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD");
    assertThat(wrong.body())
        .isEqualTo(
            "{\"status\":405,\"status_desc\":\"Method Not Allowed\","
                + "\"errors\":[\"Method not allowed\"]}");

    var stranger = web.get("/v1/services", "X-Forwarded-For", "192.0.2.1");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate")).isPresent();
    assertThat(stranger.body()).startsWith("{\"status\":401,\"status_desc\":\"Unauthorized\",");
    assertThat(web.get("/v1x").body()).isEqualTo("{\"error\":\"Not found\"}");
  }

  @Test
  void servicesComeInPages() throws Exception {
    checks.add(IntStream.rangeClosed(1, 120).mapToObj(i -> named("s" + i, "s" + i)).toList());

    assertThat(ids(data("/v1/services").path("services"))).hasSize(120);
    assertThat(data("/v1/services").path("services").has("pagination")).isFalse();
    var third = data("/v1/services?page=3&limit=50").path("services");
    assertThat(ids(third)).isEqualTo(IntStream.rangeClosed(101, 120).boxed().toList());
    assertThat(third.path("pagination").toString())
        .isEqualTo("{\"page\":3,\"limit\":50,\"total\":120}");
    assertThat(ids(data("/v1/services?page=2").path("services"))).hasSize(50).startsWith(51);
    assertThat(ids(data("/v1/services?limit=7").path("services"))).hasSize(7).startsWith(1);
    assertThat(ids(data("/v1/services?page=4").path("services"))).isEmpty();
    assertThat(ids(data("/v1/services?page=1000000000&limit=1000000").path("services"))).isEmpty();
  }

  private static List<Integer> ids(JsonNode list) {
    return StreamSupport.stream(list.path("data").spliterator(), false)
        .map(item -> item.path("id").asInt())
        .toList();
  }

  @Test
  void eventsAndTicksComeInPages() throws Exception {
    checks.add(List.of(named("a", "a")));
    for (int i = 0; i < 2500; i++) {
      tick("a", i, i % 2 == 0 ? Reason.OK : Reason.RESET, 1000);
    }

    var events = data("/v1/services/1/events?page=2&limit=400").path("events");
    assertThat(ids(events)).hasSize(400).startsWith(2100).endsWith(1701);
    var ticks = data("/v1/services/1/ticks?page=3&limit=400").path("ticks");
    assertThat(ticks.path("data")).hasSize(200);
    assertThat(ticks.at("/data/0/created_at").asLong()).isEqualTo(T0 + 1699);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "page=0",
        "page=x",
        "limit=0",
        "limit=-1",
        "page=1.5",
        "limit=99999999999",
        "page="
      })
  void aPageThatIsNoneIsABadRequest(String query) throws Exception {
    threeServices();
    for (var path :
        new String[] {"/v1/services", "/v1/services/1/events", "/v1/services/1/ticks"}) {
      var answer = web.get(path + "?" + query);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("must be a number from 1 to ");
    }
    assertThat(web.get("/v1/services/1/ticks?limit=1001").statusCode()).isEqualTo(400);
    assertThat(web.get("/v1/services/1/ticks?limit=1000").statusCode()).isEqualTo(200);
  }

  @Test
  void aHeadHasNoBody() throws Exception {
    threeServices();
    for (var path : new String[] {"/v1/services", "/v1/services/1", "/v1/services/1/ticks"}) {
      var head = web.send(web.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("Content-Length"))
          .contains(String.valueOf(web.get(path).body().getBytes(UTF_8).length));
    }
  }

  @Test
  void tenThousandServicesAreAllThere() throws Exception {
    checks.add(IntStream.rangeClosed(1, 10_000).mapToObj(i -> named("s" + i, "s" + i)).toList());
    for (int i = 1; i <= 10_000; i += 3) {
      tick("s" + i, i, Reason.OK, 1000);
    }

    var list = data("/v1/services").path("services").path("data");
    assertThat(list).hasSize(10_000);
    for (int i = 0; i < 10_000; i++) {
      assertThat(list.path(i).path("id").asInt()).isEqualTo(i + 1);
      assertThat(list.path(i).path("metric").isNull()).isEqualTo(i % 3 != 0);
    }
  }

  @Test
  void whoGoesAwayAmidstAnAnswerHurtsNobody() throws Exception {
    checks.add(IntStream.rangeClosed(1, 10_000).mapToObj(i -> named("s" + i, "s" + i)).toList());
    for (int i = 0; i < 20; i++) {
      try (var wire = web.wire()) {
        wire.send("GET /v1/services HTTP/1.1\r\nHost: localhost\r\n\r\n");
      }
    }
    Condition noReaderIsLeft = () -> readers() == 0;
    Eventually.holds(noReaderIsLeft);
    assertThat(data("/v1/services?limit=3").path("services").path("data")).hasSize(3);
  }

  private long readers() throws Exception {
    return web.get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("allwell_http_connections "))
            .map(line -> Double.parseDouble(line.split(" ")[1]))
            .findFirst()
            .orElseThrow()
            .longValue()
        - 1;
  }
}
