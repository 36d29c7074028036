package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AggregatorDialectTest {
  private WebRig web;

  @BeforeEach
  void start() {
    web = new WebRig();
  }

  @AfterEach
  void stop() {
    web.close();
  }

  @Test
  void aServiceThatWasNeverCheckedIsUnknownAndNullWhereNothingIsKnown() throws Exception {
    web.rig.add(List.of(WebRig.service("a", "Alpha", "g1", "g2")));

    var answer = web.get("/status/Alpha");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"name\":\"Alpha\",\"url\":\"http://svc.test/a\",\"status\":\"unknown\","
                + "\"last_check\":null,\"response_time_ms\":null,\"consecutive_failures\":0,"
                + "\"score\":null,\"health\":\"unknown\",\"ready\":false,\"groups\":[\"g1\",\"g2\"]}");
  }

  @Test
  void statusTellsWhatTheLastCheckSaw() throws Exception {
    web.rig.add(List.of(WebRig.service("a", "Alpha"), WebRig.service("b", "Beta")));
    web.rig.post("a", WebRig.state(null, Reason.CONNECT_REFUSED, Reason.OK, Reason.OK));
    web.rig.post("b", WebRig.state(null, Reason.OK, Reason.CONNECT_REFUSED));

    assertThat(web.get("/status").body())
        .isEqualTo(
            "{\"services\":{\"Alpha\":{\"name\":\"Alpha\",\"url\":\"http://svc.test/a\","
                + "\"status\":\"healthy\",\"last_check\":\"2026-03-04T05:06:07.089Z\","
                + "\"response_time_ms\":12,\"consecutive_failures\":0,\"score\":67,"
                + "\"health\":\"healthy\",\"ready\":true,\"groups\":[]},"
                + "\"Beta\":{\"name\":\"Beta\",\"url\":\"http://svc.test/b\","
                + "\"status\":\"unhealthy\",\"last_check\":\"2026-03-04T05:06:07.089Z\","
                + "\"response_time_ms\":null,\"consecutive_failures\":1,\"score\":50,"
                + "\"health\":\"dead\",\"ready\":false,\"groups\":[]}}}");
  }

  @Test
  void whatNobodyCheckedForTooLongIsUnknownAndNotReady() throws Exception {
    web.rig.add(List.of(WebRig.service("a", "Alpha")));
    web.rig.post("a", WebRig.state(null, Reason.OK));
    web.rig.pass(Duration.ofMinutes(5));

    assertThat(web.get("/status/Alpha").body())
        .contains("\"status\":\"unknown\"", "\"health\":\"unknown\"", "\"ready\":false");
  }

  @Test
  void anUnknownServiceGroupOrRouteIsNotFoundWithItsName() throws Exception {
    assertThat(web.get("/status/x%22y").body())
        .isEqualTo("{\"error\":\"Service not found\",\"service\":\"x\\\"y\"}");
    assertThat(web.get("/status/x").statusCode()).isEqualTo(404);
    assertThat(web.get("/groups/x").body())
        .isEqualTo("{\"error\":\"Group not found\",\"group\":\"x\"}");
    assertThat(web.get("/groups/x").statusCode()).isEqualTo(404);
    assertThat(web.get("/nowhere").body()).isEqualTo("{\"error\":\"Not found\"}");
    assertThat(web.get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(web.get("/").statusCode()).isEqualTo(404);
  }

  @Test
  void servicesAreListedAndCounted() throws Exception {
    assertThat(web.get("/services").body()).isEqualTo("{\"services\":[],\"count\":0}");
    web.rig.add(List.of(WebRig.service("b", "Beta"), WebRig.service("a", "Alpha")));

    assertThat(web.get("/services").body())
        .isEqualTo("{\"services\":[\"Alpha\",\"Beta\"],\"count\":2}");
  }

  @Test
  void aGroupCountsDegradedAsGoodAndUnknownAsNot() throws Exception {
    web.rig.add(
        List.of(
            WebRig.service("a", "A", "g"),
            WebRig.service("b", "B", "g"),
            WebRig.service("c", "C", "g", "h"),
            WebRig.service("d", "D", "g")));
    web.rig.post("a", WebRig.state(null, Reason.OK));
    web.rig.post("b", WebRig.state(null, Reason.ERROR_RATE));
    web.rig.post("c", WebRig.state(null, Reason.UNEXPECTED_STATUS));

    var group = web.get("/groups/g").body();
    assertThat(group)
        .startsWith(
            "{\"group\":\"g\",\"health_percentage\":50.0,\"total\":4,\"healthy\":2,"
                + "\"services\":{\"A\":{\"name\":\"A\"")
        .contains("\"health\":\"degraded\"");
    assertThat(web.get("/groups").body())
        .startsWith("{\"groups\":{\"g\":" + group + ",\"h\":{\"group\":\"h\",")
        .endsWith("}}}}");
  }

  @Test
  void groupsWithoutServicesAreAnEmptyObject() throws Exception {
    assertThat(web.get("/groups").body()).isEqualTo("{\"groups\":{}}");
  }

  @Test
  void hostileNamesAreEscapedAndFoundAgain() throws Exception {
    var name = "a\"b\\c<script>/../é😀 ?#%";
    web.rig.add(List.of(WebRig.service("a", name, "g/\ud800\"")));

    assertWhole(web.get("/status").body());
    assertThat(web.get("/services").body())
        .isEqualTo("{\"services\":[\"a\\\"b\\\\c<script>/../é😀 ?#%\"],\"count\":1}");
    var path = "/status/a%22b%5Cc%3Cscript%3E%2F..%2F%C3%A9%F0%9F%98%80%20%3F%23%25";
    assertThat(web.get(path).statusCode()).isEqualTo(200);
    assertThat(web.get("/groups").body()).contains("\"group\":\"g/\ufffd\\\"\"");
  }

  @Test
  void tenThousandServicesComeWholeAndInOrder() throws Exception {
    web.rig.add(many(10_000));

    var names = new ArrayList<String>();
    try (var parser = new JsonFactory().createParser(web.get("/status").body())) {
      for (JsonToken token; (token = parser.nextToken()) != null; ) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("name")) {
          parser.nextToken();
          names.add(parser.getText());
        }
      }
    }

    assertThat(names).hasSize(10_000).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aReaderThatDoesNotReadHoldsNobodyUpAndGetsAllInTheEnd() throws Exception {
    web.rig.add(many(20_000));
    try (var client = HttpClient.newHttpClient()) {
      var request = web.request("/status").build();
      InputStream slow = client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();

      for (int i = 0; i < 4; i++) {
        assertThat(web.get("/health").statusCode()).isEqualTo(200);
      }
      assertWhole(new String(slow.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void anOldClientWithoutChunksGetsAllTheSame() throws Exception {
    web.rig.add(many(2_000));

    var answer = web.raw("GET /status HTTP/1.0\r\nHost: localhost\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.0 200 OK\r\n").doesNotContainIgnoringCase("chunked");
    assertWhole(answer.substring(answer.indexOf("\r\n\r\n") + 4));
  }

  @Test
  void headSaysWhatGetWouldWithoutABody() throws Exception {
    web.rig.add(many(10));
    for (var path : List.of("/status", "/status/svc-00001", "/services", "/health", "/livez")) {
      var answer =
          web.raw("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
      assertThat(answer.indexOf("\r\n\r\n")).isEqualTo(answer.length() - 4);
    }
  }

  private static List<Service> many(int count) {
    var services = new ArrayList<Service>(count);
    for (int i = 0; i < count; i++) {
      var name = "svc-%05d".formatted(i);
      services.add(WebRig.service(name, name, "all"));
    }
    return services;
  }

  private static void assertWhole(String json) throws Exception {
    int depth = 0;
    int tokens = 0;
    try (var parser = new JsonFactory().createParser(json)) {
      for (JsonToken token; (token = parser.nextToken()) != null; tokens++) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
    }
    assertThat(depth).isZero();
    assertThat(tokens).isPositive();
  }
}
