package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private static JsonObject service(int i) {
    return new JsonObject().put("name", "s" + i).put("url", "http://s" + i + ".test/x");
  }

  private static JsonArray services(int from, int to) {
    var services = new JsonArray();
    IntStream.range(from, to).forEach(i -> services.add(service(i)));
    return services;
  }

  private Answer put(JsonArray services) throws Exception {
    return api.post("/api/v1/bulk", new JsonObject().put("services", services).encode());
  }

  @Test
  void tenThousandAreStatedInACall() throws Exception {
    var answer = put(services(0, 10_000));

    assertThat(answer.json().getMap())
        .containsEntry("added", 10_000)
        .containsEntry("changed", 0)
        .containsEntry("unchanged", 0);
    assertThat(board.board().size()).isEqualTo(10_000);
  }

  @Test
  void theSameAgainWritesNothing() throws Exception {
    put(services(0, 10));
    board.storeFails(new LedgerException("whoever writes now is caught"));

    assertThat(put(services(0, 10)).json().getInteger("unchanged")).isEqualTo(10);
    assertThat(put(services(0, 11)).status()).isEqualTo(503);
  }

  @Test
  void whatRegisteredItselfIsTheApisOnceItIsAmongThem() throws Exception {
    api.post("/register", "{\"id\":\"s0\",\"url\":\"http://s0.test/x\"}");

    assertThat(put(services(0, 2)).status()).isEqualTo(200);

    assertThat(api.get("/api/v1/services/s0").json().getBoolean("registered")).isFalse();
  }

  @Test
  void moreThanTenThousandAreRefused() throws Exception {
    var answer = put(services(0, 10_001));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().getJsonObject(0).getString("pointer")).isEqualTo("#/services/10000");
    assertThat(board.board().size()).isZero();
  }

  @Test
  void oneThatIsWrongRefusesAllAndEachIsNamed() throws Exception {
    var services = services(0, 5);
    services.getJsonObject(1).put("intervall", "1s");
    services.getJsonObject(3).put("attributes", new JsonObject().put("a.b", 1)).remove("url");

    var answer = put(services);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().stream().map(JsonObject.class::cast))
        .extracting(error -> error.getString("pointer"))
        .containsExactlyInAnyOrder(
            "#/services/1/intervall", "#/services/3/url", "#/services/3/attributes/a.b");
    assertThat(answer.json().getString("detail")).contains("services[1].intervall: unknown key");
    assertThat(board.board().size()).isZero();
  }

  @Test
  void oneThatIsAnothersRefusesAll() throws Exception {
    var plain = Given.service("s2");
    api.add(
        new Service(
            plain.identity(),
            Source.FILE,
            plain.check(),
            plain.schedule(),
            plain.rules(),
            plain.labels()));

    var answer = put(services(0, 5));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.errors()).hasSize(1);
    assertThat(answer.errors().getJsonObject(0).getString("pointer")).isEqualTo("#/services/2");
    assertThat(board.board().size()).isEqualTo(1);
    assertThat(put(services(3, 5)).json().getInteger("added")).isEqualTo(2);
  }

  @Test
  void anIdIsThereOnce() throws Exception {
    var answer = put(services(0, 2).add(service(0)));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().getJsonObject(0).getString("pointer")).isEqualTo("#/services/2/id");
  }

  @Test
  void whatTheStoreRefusesHappensToNone() throws Exception {
    board.storeFails(new LedgerException("the store is gone"));
    assertThat(put(services(0, 10)).status()).isEqualTo(503);
    assertThat(board.board().size()).isZero();

    board.storeFails(null);
    assertThat(put(services(0, 10)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|services: missing",
        "{\"services\":{}}|services: expected a list",
        "{\"services\":[1]}|services[0]: expected a map",
        "{\"services\":[],\"services\":[]}|services: is there twice",
        "{\"service\":[]}|service: unknown key, did you mean \"services\"?",
        "{\"services\":[{\"name\":\"a\"}|the text ends too early",
        "[]|the body must be a JSON object"
      })
  void aBodyOfAnotherShapeIsSaidSo(String body, String detail) throws Exception {
    var answer = api.post("/api/v1/bulk", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).contains(detail);
  }

  @Test
  void aRedactedSecretKeepsTheStoredOneAlsoWithoutAnId() throws Exception {
    var secretive = service(1).put("http", Map.of("auth", Map.of("bearer", "t0ken")));
    put(new JsonArray().add(secretive));
    var redacted = service(1).put("http", Map.of("auth", Map.of("bearer", "***")));

    assertThat(put(new JsonArray().add(redacted)).json().getInteger("unchanged")).isEqualTo(1);
    assertThat(put(new JsonArray().add(redacted.put("url", "http://evil.test/"))).status())
        .isEqualTo(400);
  }

  @Test
  void noneAtAllIsWell() throws Exception {
    assertThat(put(new JsonArray()).status()).isEqualTo(200);
  }
}
