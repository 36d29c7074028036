package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definition;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.OwnFault;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {
  private static final String SECRETIVE =
      """
      {"name": "shop", "url": "https://shop.test/a",
       "http": {"auth": {"basic": {"username": "watch", "password": "s3cret"}},
                "headers": {"Accept": "text/x", "X-Session": "sess10n"},
                "secret-headers": {"X-Api-Key": "hush"}}}
      """;

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private Service stored(String id) {
    return board.registry().roster().byId(id).orElseThrow().service();
  }

  @Test
  void aServiceIsCreatedOnce() throws Exception {
    var statement = ApiRig.statement("shop", "http://shop.test/x", Map.of("interval", "15s"));

    var first = api.post("/api/v1/services", statement);
    var second = api.post("/api/v1/services", statement);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.headers()).containsEntry("location", "/api/v1/services/shop");
    assertThat(first.json().getJsonObject("definition").getString("interval")).isEqualTo("15s");
    assertThat(first.json().getString("created")).isEqualTo(ApiRig.NOW.toString());
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().getString("detail")).contains("\"shop\" already exists");
  }

  @Test
  void puttingTheSameAgainWritesNothing() throws Exception {
    var statement = ApiRig.statement("shop", "http://shop.test/x", Map.of());
    assertThat(api.put("/api/v1/services/shop", statement).status()).isEqualTo(201);
    var before = board.registry().roster().byId("shop").orElseThrow();
    board.storeFails(new LedgerException("whoever writes now is caught"));

    assertThat(api.put("/api/v1/services/shop", statement).status()).isEqualTo(200);
    assertThat(board.registry().roster().byId("shop")).containsSame(before);
    assertThat(api.put("/api/v1/services/shop", statement.replace("/x", "/y")).status())
        .isEqualTo(503);
  }

  @Test
  void whatIsReadCanBePutBackAndChangesNothing() throws Exception {
    api.post("/api/v1/services", SECRETIVE);
    var before = stored("shop");
    board.storeFails(new LedgerException("whoever writes now is caught"));

    var definition = api.get("/api/v1/services/shop").json().getJsonObject("definition");
    var answer = api.put("/api/v1/services/shop", definition.encode());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(stored("shop")).isEqualTo(before);
  }

  @Test
  void aServiceTellsWhatOfOursIsInTheWayOfItsChecks() throws Exception {
    api.post("/api/v1/services", ApiRig.statement("shop", "http://shop.test/x", Map.of()));
    var before = api.get("/api/v1/services/shop").json().getJsonObject("state");
    board.fail("shop", new OwnFault(ApiRig.NOW, Reason.PROXY_FAILED, "the proxy hung up"));

    var state = api.get("/api/v1/services/shop").json().getJsonObject("state");

    assertThat(before.getValue("own-fault")).isNull();
    assertThat(state.getJsonObject("own-fault"))
        .isEqualTo(
            new JsonObject()
                .put("at", ApiRig.NOW.toString())
                .put("reason", "proxy-failed")
                .put("detail", "the proxy hung up"));
    assertThat(state.getValue("last-check")).isNull();
    assertThat(state.getString("health")).isEqualTo("unknown");
    assertThat(state.getInteger("checks")).isZero();
  }

  @Test
  void aServiceTellsWhetherItRegisteredItself() throws Exception {
    var registration = "{\"id\":\"self\",\"url\":\"http://self.test/health\"}";
    assertThat(api.post("/register", registration).status()).isEqualTo(201);
    var read = api.get("/api/v1/services/self").json();
    assertThat(read.getBoolean("registered")).isTrue();

    var answer = api.put("/api/v1/services/self", read.getJsonObject("definition").encode());

    assertThat(answer.status()).as("its definition is what it was").isEqualTo(200);
    assertThat(answer.json().getBoolean("registered")).isFalse();
    assertThat(answer.json().getString("updated")).isEqualTo(read.getString("updated"));
  }

  @Test
  void aServiceThatRegisteredItselfCanBePutBackWithoutBeingCheckedElsewhere() throws Exception {
    var read =
        new Definitions(Defaults.REGISTER)
            .read(Map.of("id", "self", "url", "http://self.test:81?x=1"), Source.API);
    api.add(((Definition.Defined) read).service());
    var before = stored("self");

    var definition = api.get("/api/v1/services/self").json().getJsonObject("definition");
    assertThat(api.put("/api/v1/services/self", definition.encode()).status()).isEqualTo(200);

    assertThat(definition.getString("url")).isEqualTo("http://self.test:81/health?x=1");
    assertThat(stored("self").check()).isEqualTo(before.check());
    assertThat(stored("self").schedule()).isEqualTo(before.schedule());
  }

  @Test
  void aPatchOfOneThatRegisteredItselfLeavesItsUrlAsItWasSent() throws Exception {
    var read =
        new Definitions(Defaults.REGISTER)
            .read(Map.of("id", "self", "url", "http://self.test:81"), Source.API);
    api.add(((Definition.Defined) read).service());
    var before = stored("self");

    assertThat(api.patch("/api/v1/services/self", "{\"groups\":[\"g\"]}").status()).isEqualTo(200);

    assertThat(stored("self").labels().groups()).containsExactly("g");
    assertThat(stored("self"))
        .usingRecursiveComparison()
        .ignoringFields("labels")
        .isEqualTo(before);
    assertThat(stored("self").url()).isEqualTo("http://self.test:81");

    api.patch("/api/v1/services/self", "{\"url\":\"http://other.test:81/\"}");
    assertThat(stored("self").url()).isEqualTo("http://other.test:81/");
    assertThat(((HttpCheck) stored("self").check()).path()).isEqualTo("/");
  }

  @Test
  void noAnswerShowsASecret() throws Exception {
    for (var answer :
        new Answer[] {
          api.post("/api/v1/services", SECRETIVE),
          api.get("/api/v1/services/shop"),
          api.get("/api/v1/services?definition=whole"),
          api.put("/api/v1/services/shop", SECRETIVE),
          api.patch("/api/v1/services/shop", "{\"interval\":\"1m\"}"),
          api.post("/api/v1/services/shop/check", ""),
          api.post("/api/v1/services/shop/pause", ""),
          api.patch("/api/v1/services/shop", "{\"url\":\"https://other.test/\"}")
        }) {
      assertThat(answer.body()).doesNotContain("s3cret", "hush", "sess10n");
    }
    var http =
        api.get("/api/v1/services/shop").json().getJsonObject("definition").getJsonObject("http");
    assertThat(http.getJsonObject("auth").getJsonObject("basic"))
        .isEqualTo(new JsonObject().put("username", "watch").put("password", "***"));
    assertThat(http.getJsonObject("secret-headers").getString("X-Api-Key")).isEqualTo("***");
    assertThat(http.getJsonObject("headers"))
        .isEqualTo(new JsonObject().put("Accept", "text/x").put("X-Session", "***"));
  }

  @Test
  void aRedactedSecretInAStatementKeepsTheStoredOne() throws Exception {
    api.post("/api/v1/services", SECRETIVE);
    var changed =
        SECRETIVE
            .replace("s3cret", "***")
            .replace("hush", "***")
            .replace("sess10n", "***")
            .replace("/a\"", "/b\"");

    assertThat(api.put("/api/v1/services/shop", changed).status()).isEqualTo(200);

    var check = (HttpCheck) stored("shop").check();
    assertThat(check.path()).isEqualTo("/b");
    assertThat(((HttpAuth.Basic) check.request().auth()).password().reveal()).isEqualTo("s3cret");
    assertThat(Objects.requireNonNull(check.request().secretHeaders().get("X-Api-Key")).reveal())
        .isEqualTo("hush");
    assertThat(check.request().headers()).containsEntry("X-Session", "sess10n");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.test/a, https://evil.test/a",
    "https://shop.test/a, https://shop.test:444/a",
    "https://shop.test/a, http://shop.test:443/a"
  })
  void aStoredSecretIsNotSentElsewhere(String from, String to) throws Exception {
    api.post("/api/v1/services", SECRETIVE);
    var before = stored("shop");
    var elsewhere = SECRETIVE.replace("s3cret", "***").replace(from, to);

    var put = api.put("/api/v1/services/shop", elsewhere);
    var patched = api.patch("/api/v1/services/shop", "{\"url\":\"" + to + "\"}");

    assertThat(put.status()).isEqualTo(400);
    assertThat(put.errors().getJsonObject(0).getString("pointer"))
        .isEqualTo("#/http/auth/basic/password");
    assertThat(patched.status()).isEqualTo(400);
    assertThat(patched.errors()).hasSize(3);
    assertThat(stored("shop")).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"resolver\":\"192.0.2.1\"}'",
    "'{\"http\":{\"verify-tls\":false}}'",
    "'{\"tls\":{\"server-name\":\"evil.test\"}}'",
    "'{\"http\":{\"host\":\"evil.test\"}}'"
  })
  void norByAnotherWay(String patch) throws Exception {
    api.post("/api/v1/services", SECRETIVE);

    assertThat(api.patch("/api/v1/services/shop", patch).status()).isEqualTo(400);
  }

  @Test
  void aRedactedSecretWithoutAStoredOneIsRefused() throws Exception {
    var answer = api.post("/api/v1/services", SECRETIVE.replace("hush", "***"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().getJsonObject(0).getString("pointer"))
        .isEqualTo("#/http/secret-headers/X-Api-Key");
    assertThat(board.registry().roster().size()).isZero();
  }

  @Test
  void everyProblemHasItsPlace() throws Exception {
    var answer =
        api.post(
            "/api/v1/services",
            """
            {"name": "x", "url": "http://x.test/", "intervall": "1s", "groups": ["a", 7],
             "attributes": {"a.b": 1, "c/d~e": 2}, "http": {"redirects": 11}}
            """);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().stream().map(JsonObject.class::cast))
        .extracting(error -> error.getString("pointer"))
        .containsExactlyInAnyOrder(
            "#/intervall",
            "#/groups/1",
            "#/attributes/a.b",
            "#/attributes/c~1d~0e",
            "#/http/redirects");
    assertThat(answer.json().getString("detail")).contains("did you mean \"interval\"?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|the body must be a JSON object",
        "{\"name\":|the text ends too early",
        "{\"name\":\"a\",\"name\":\"b\"}|is there twice"
      })
  void whatIsNotAnObjectIsSaidSo(String body, String detail) throws Exception {
    var answer = api.post("/api/v1/services", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().getString("detail")).contains(detail);
  }

  @Test
  void theIdOfThePathIsTheServices() throws Exception {
    var named = ApiRig.statement("Some Name", "http://x.test/", Map.of());

    assertThat(api.put("/api/v1/services/mine", named).status()).isEqualTo(201);
    assertThat(stored("mine").name()).isEqualTo("Some Name");
    var other = api.put("/api/v1/services/mine", "{\"id\":\"yours\"," + named.substring(1));
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.errors().getJsonObject(0).getString("pointer")).isEqualTo("#/id");
  }

  @Test
  void aRenameKeepsWhoItIs() throws Exception {
    api.put("/api/v1/services/shop", ApiRig.statement("shop", "http://x.test/", Map.of()));
    var before = board.registry().roster().byId("shop").orElseThrow();

    api.patch("/api/v1/services/shop", "{\"name\":\"Der Laden\"}");

    var after = board.registry().roster().byId("shop").orElseThrow();
    assertThat(after.service().name()).isEqualTo("Der Laden");
    assertThat(after.number()).isEqualTo(before.number());
  }

  @Test
  void aPatchMergesAndNullTakesAway() throws Exception {
    api.put(
        "/api/v1/services/shop",
        ApiRig.statement(
            "shop",
            "http://x.test/",
            Map.of("interval", "7s", "attributes", Map.of("a", "1", "b", "2"))));

    var answer =
        api.patch(
            "/api/v1/services/shop", "{\"interval\":null,\"attributes\":{\"b\":null,\"c\":\"3\"}}");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var definition = answer.json().getJsonObject("definition");
    assertThat(definition.getString("interval")).isEqualTo("30s");
    assertThat(definition.getJsonObject("attributes").getMap())
        .isEqualTo(Map.of("a", "1", "c", "3"));
  }

  @Test
  void whatAFileOwnsIsReadOnlyHereAndSaysSo() throws Exception {
    var plain = Given.service("filed");
    api.add(
        new Service(
            plain.identity(),
            Source.FILE,
            plain.check(),
            plain.schedule(),
            plain.rules(),
            plain.labels()));
    var definition = api.get("/api/v1/services/filed").json().getJsonObject("definition");

    for (var answer :
        new Answer[] {
          api.put("/api/v1/services/filed", definition.encode()),
          api.patch("/api/v1/services/filed", "{\"interval\":\"1m\"}"),
          api.delete("/api/v1/services/filed")
        }) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.json().getString("detail")).contains("the source file");
    }
    assertThat(api.get("/api/v1/services/filed").json().getString("source")).isEqualTo("file");
  }

  @Test
  void aNameBelongsToOne() throws Exception {
    api.put("/api/v1/services/one", ApiRig.statement("shared", "http://x.test/", Map.of()));

    var answer =
        api.put("/api/v1/services/two", ApiRig.statement("shared", "http://x.test/", Map.of()));

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("detail")).contains("already the name");
  }

  @Test
  void aRemovedServiceIsGone() throws Exception {
    api.add(Given.service("gone"));

    assertThat(api.delete("/api/v1/services/gone").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/services/gone").status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/services/gone").status()).isEqualTo(404);
  }

  @Test
  void aPathThatIsNoneIsAProblemToo() throws Exception {
    assertThat(api.get("/api/v1/nothing").status()).isEqualTo(404);
    assertThat(api.call("BREW", "/api/v1/services", "").status()).isEqualTo(405);
    assertThat(api.get("/api/v1//services").status()).isEqualTo(404);
  }
}
