package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.model.Change;
import dev.allwell.model.Identity;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the API says of services that the file has put into the shade.
class ShadowedTest {
  private static final String TILL =
      """
      {"name": "till", "id": "mine", "url": "https://till.test/a", "groups": ["shop"],
       "http": {"auth": {"bearer": "s3cret"}}}
      """;

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  /// The file has the id of one and the name of the other.
  @BeforeEach
  void shade() throws Exception {
    assertThat(api.put("/api/v1/services/mine", TILL).status()).isEqualTo(201);
    api.add(Given.service("both"), Given.service("free"));
    file(service("both", "both"), service("theirs", "till"));
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private void file(Service... services) {
    var change = new Change.Replace(List.of(services));
    board.registry().submit(List.of(change)).toCompletableFuture().join();
  }

  private static Service service(String id, String name) {
    var plain = Given.service(id);
    return new Service(
        new Identity(id, name, plain.url()),
        Source.FILE,
        plain.check(),
        plain.schedule(),
        plain.rules(),
        plain.labels());
  }

  private List<String> listed(String query) throws Exception {
    var page = api.get("/api/v1/services?" + query);
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.json().getJsonArray("services").stream()
        .map(JsonObject.class::cast)
        .map(each ->
            each.getString("id")
                + " "
                + each.getString("source")
                + (each.getBoolean("shadowed") ? " shadowed" : ""))
        .toList();
  }

  @Test
  void theyAreListedByThemselves() throws Exception {
    assertThat(listed("")).containsExactly("both file", "free api", "theirs file");
    assertThat(listed("shadowed=false")).hasSize(3);
    assertThat(listed("shadowed=true")).containsExactly("both api shadowed", "mine api shadowed");
    assertThat(listed("shadowed=true&sort=-id&limit=1")).containsExactly("mine api shadowed");
    assertThat(listed("shadowed=true&group=shop")).containsExactly("mine api shadowed");
    assertThat(listed("shadowed=true&health=healthy")).isEmpty();
    assertThat(api.get("/api/v1/services?shadowed=yes").status()).isEqualTo(400);
  }

  @Test
  void aListOfThemHasPagesAndStatements() throws Exception {
    var first = api.get("/api/v1/services?shadowed=true&limit=1&definition=brief").json();
    assertThat(first.getInteger("total")).isEqualTo(2);
    var rest =
        api.get(
                "/api/v1/services?shadowed=true&limit=1&definition=brief&cursor="
                    + first.getString("next"))
            .json();
    assertThat(rest.getString("next")).isNull();
    var stated = rest.getJsonArray("services").getJsonObject(0).getJsonObject("definition");
    assertThat(stated.getMap())
        .containsAllEntriesOf(new JsonObject(TILL.replace("s3cret", "***")).getMap());
  }

  @Test
  void oneWhoseNameAloneIsTakenIsReadByItsId() throws Exception {
    var mine = api.get("/api/v1/services/mine");

    assertThat(mine.status()).isEqualTo(200);
    assertThat(mine.json().getBoolean("shadowed")).isTrue();
    assertThat(mine.state().getString("health")).isEqualTo("unknown");
    assertThat(mine.state().getBoolean("stale")).isTrue();
    assertThat(api.get("/api/v1/services/mine/events").status()).isEqualTo(200);
    assertThat(api.get("/api/v1/services/both").json().getBoolean("shadowed")).isFalse();
  }

  @Test
  void underAnotherNameItIsWatchedAgainAndKeepsItsSecret() throws Exception {
    assertThat(api.put("/api/v1/services/mine", TILL).status()).isEqualTo(409);

    var renamed = api.patch("/api/v1/services/mine", "{\"name\": \"my till\"}");

    assertThat(renamed.status()).as(renamed.body()).isEqualTo(200);
    assertThat(renamed.json().getBoolean("shadowed")).isFalse();
    assertThat(listed("shadowed=true")).containsExactly("both api shadowed");
    var check = board.registry().roster().byId("mine").orElseThrow().service().check();
    assertThat(check.toString()).doesNotContain("s3cret");
    assertThat(api.put("/api/v1/services/mine", TILL.replace("s3cret", "***")).status())
        .isEqualTo(409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "check"})
  void whatNobodyWatchesIsNotHandled(String deed) throws Exception {
    var answer = api.post("/api/v1/services/mine/" + deed, "");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().getString("detail")).startsWith("the service is shadowed");
    assertThat(api.post("/api/v1/services/nobody/" + deed, "").status()).isEqualTo(404);
  }

  @Test
  void theSystemCountsAndNamesThem() throws Exception {
    var shadowed = api.get("/api/v1/system").json().getJsonObject("shadowed");

    assertThat(shadowed.getInteger("count")).isEqualTo(2);
    assertThat(shadowed.getJsonArray("ids")).containsExactly("both", "mine");
    file();
    assertThat(api.get("/api/v1/system").json().getJsonObject("shadowed").getInteger("count"))
        .isZero();
    assertThat(listed("")).containsExactly("both api", "free api", "mine api");
  }

  @Test
  void oneWhoseNameAloneIsTakenCanBeRemoved() throws Exception {
    assertThat(api.delete("/api/v1/services/mine").status()).isEqualTo(204);
    assertThat(api.get("/api/v1/services/mine").status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/services/both").status()).isEqualTo(409);
  }
}
