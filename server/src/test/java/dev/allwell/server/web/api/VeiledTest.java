package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.model.Service;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What may hold a secret, though nobody said so, is for those who may change it.
class VeiledTest {
  private static final String HOOK =
      """
      {"name": "hook", "url": "https://hook.test/in?token=s3cret-1&deep=s3cret-2", "groups": ["g"],
       "http": {"method": "POST", "body": "s3cret-3"}}
      """;
  private static final String TALK =
      "{\"name\": \"talk\", \"url\": \"tcp://a.test:1\", \"tcp\": {\"send\": \"s3cret-4\"}}";
  private static final String BYTES =
      "{\"name\": \"bytes\", \"url\": \"tcp://a.test:1\", \"tcp\": {\"send-hex\": \"00fe\"}}";

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @BeforeEach
  void state() throws Exception {
    for (var statement : new String[] {HOOK, TALK, BYTES}) {
      assertThat(api.post("/api/v1/services", statement).status()).isEqualTo(201);
    }
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private Service stored(String id) {
    return board.registry().roster().byId(id).orElseThrow().service();
  }

  private JsonObject definition(String id, String... headers) throws Exception {
    return api.get("/api/v1/services/" + id, headers).json().getJsonObject("definition");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services/hook",
        "services/talk",
        "services/bytes",
        "services?definition=whole",
        "services?definition=brief",
        "groups/g"
      })
  void whoMayOnlyReadSeesNoneOfIt(String path) throws Exception {
    var read = api.get("/api/v1/" + path, api.reader);

    assertThat(read.status()).isEqualTo(200);
    assertThat(read.body()).doesNotContain("s3cret", "00fe");
    assertThat(api.get("/api/v1/" + path).body()).containsAnyOf("s3cret", "00fe");
  }

  @Test
  void theNamesInAQueryAreShown() throws Exception {
    var read = api.get("/api/v1/services/hook", api.reader).json();

    assertThat(read.getString("url")).isEqualTo("https://hook.test/in?token=***&deep=***");
    assertThat(read.getJsonObject("definition").getString("url"))
        .isEqualTo("https://hook.test/in?token=***&deep=***");
    assertThat(definition("talk", api.reader).getJsonObject("tcp").getString("send"))
        .isEqualTo("***");
  }

  @Test
  void aSearchDoesNotFindItEither() throws Exception {
    assertThat(api.get("/api/v1/services?q=s3cret-1").json().getInteger("total")).isEqualTo(1);
    assertThat(api.get("/api/v1/services?q=s3cret-1", api.reader).json().getInteger("total"))
        .isZero();
    assertThat(api.get("/api/v1/services?q=token", api.reader).json().getInteger("total"))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hook", "talk", "bytes"})
  void puttingBackWhatAReaderSawChangesNothing(String id) throws Exception {
    var before = board.registry().roster().byId(id).orElseThrow();
    var seen = definition(id, api.reader);
    assertThat(seen.encode()).contains("***");

    assertThat(api.put("/api/v1/services/" + id, seen.encode()).status()).isEqualTo(200);
    assertThat(
            api.post("/api/v1/bulk", "{\"services\":[" + seen.encode() + "]}")
                .json()
                .getInteger("unchanged"))
        .isEqualTo(1);

    assertThat(board.registry().roster().byId(id)).containsSame(before);
  }

  @Test
  void whatIsKeptGoesNowhereElse() throws Exception {
    var seen = definition("hook", api.reader).put("url", "https://evil.test/");

    var answer = api.put("/api/v1/services/hook", seen.encode());

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().getJsonObject(0).getString("pointer")).isEqualTo("#/http/body");
    assertThat(stored("hook").url()).startsWith("https://hook.test/");
  }

  @Test
  void aMarkForWhatIsNotThereIsRefused() throws Exception {
    for (var id : new String[] {"hook", "talk"}) {
      var seen = definition(id, api.reader).put("id", "new").put("name", "new");
      assertThat(api.put("/api/v1/services/new", seen.encode()).status()).isEqualTo(400);
    }
  }
}
