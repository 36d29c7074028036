package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.model.HttpAuth;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Service;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Changes that are made of the same service at the same moment: the registry is held until all of
/// them have read it and wait.
class OvertakenTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SHOP = "/api/v1/services/shop";
  private static final String URL = "https://shop.test/a";

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<Answer>> answers = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    callers.shutdownNow();
    api.close();
    board.close();
  }

  /// Asks, and waits until the registry has it in its queue, after all that came before.
  private void queue(String method, String target, String body) {
    answers.add(callers.submit(() -> api.call(method, target, body)));
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (board.registry().queued() < answers.size()) {
      assertThat(System.nanoTime() - end).as("%s %s waits", method, target).isNegative();
      Thread.onSpinWait();
    }
  }

  private Answer answer(int index) throws Exception {
    return answers.get(index).get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
  }

  private int status(int index) throws Exception {
    return answer(index).status();
  }

  private void state(Map<String, ?> more) throws Exception {
    assertThat(api.put(SHOP, ApiRig.statement("shop", URL, more)).status()).isEqualTo(201);
  }

  private Service stored() {
    return board.registry().roster().byId("shop").orElseThrow().service();
  }

  private String password() {
    var auth = ((HttpCheck) stored().check()).request().auth();
    return ((HttpAuth.Bearer) auth).token().reveal();
  }

  private static JsonObject bearer(String token) {
    return new JsonObject().put("auth", new JsonObject().put("bearer", token));
  }

  private static JsonObject statement(String token) {
    return new JsonObject().put("name", "shop").put("url", URL).put("http", bearer(token));
  }

  @Test
  void patchesOfDifferentKeysAllHold() throws Exception {
    state(Map.of("attributes", Map.of("first", "0")));
    int patches = 24;
    var release = board.holdRegistry();

    for (int i = 0; i < patches; i++) {
      queue("PATCH", SHOP, "{\"attributes\":{\"k" + i + "\":\"" + i + "\"}}");
    }
    release.run();

    for (int i = 0; i < patches; i++) {
      assertThat(status(i)).as(answer(i).body()).isEqualTo(200);
      assertThat(stored().labels().attributes()).containsEntry("k" + i, "" + i);
    }
    assertThat(stored().labels().attributes()).hasSize(patches + 1).containsEntry("first", "0");
  }

  @Test
  void aPatchDoesNotUndoAPutThatCameBeforeIt() throws Exception {
    state(Map.of());
    var release = board.holdRegistry();

    queue("PUT", SHOP, ApiRig.statement("shop", URL, Map.of("groups", List.of("put"))));
    queue("PATCH", SHOP, "{\"interval\":\"7m\"}");
    release.run();

    assertThat(status(0)).isEqualTo(200);
    assertThat(status(1)).isEqualTo(200);
    assertThat(stored().labels().groups()).containsExactly("put");
    assertThat(stored().schedule().interval()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void aPatchDoesNotBringBackWhatWasRemoved() throws Exception {
    state(Map.of());
    var release = board.holdRegistry();

    queue("DELETE", SHOP, "");
    queue("PATCH", SHOP, "{\"interval\":\"7m\"}");
    release.run();

    assertThat(status(0)).isEqualTo(204);
    assertThat(status(1)).isEqualTo(404);
    assertThat(board.registry().roster().size()).isZero();
  }

  @Test
  void aPatchOfWhatWasRemovedAndStatedAnewIsOfTheNewOne() throws Exception {
    state(Map.of("groups", List.of("old")));
    var release = board.holdRegistry();

    queue("DELETE", SHOP, "");
    queue("PUT", SHOP, ApiRig.statement("shop", URL, Map.of("groups", List.of("new"))));
    queue("PATCH", SHOP, "{\"interval\":\"7m\"}");
    release.run();

    assertThat(status(2)).isEqualTo(200);
    assertThat(stored().labels().groups()).containsExactly("new");
    assertThat(stored().schedule().interval()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void aStatementThatKeepsASecretKeepsTheOneThatIsThere() throws Exception {
    state(Map.of("http", bearer("old")));
    var release = board.holdRegistry();

    queue("PATCH", SHOP, new JsonObject().put("http", bearer("rotated")).encode());
    queue("PUT", SHOP, statement("***").put("interval", "7m").encode());
    release.run();

    assertThat(status(0)).isEqualTo(200);
    assertThat(status(1)).as(answer(1).body()).isEqualTo(200);
    assertThat(password()).isEqualTo("rotated");
    assertThat(stored().schedule().interval()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void aBulkThatKeepsASecretChangesNothingWhenThatWasReplaced() throws Exception {
    state(Map.of("http", bearer("old")));
    var other = new JsonObject().put("name", "other").put("url", "tcp://other.test:1");
    var services = new JsonArray().add(other).add(statement("***").put("interval", "7m"));
    var release = board.holdRegistry();

    queue("PATCH", SHOP, new JsonObject().put("http", bearer("rotated")).encode());
    queue("POST", "/api/v1/bulk", new JsonObject().put("services", services).encode());
    release.run();

    assertThat(status(0)).isEqualTo(200);
    assertThat(status(1)).isEqualTo(409);
    assertThat(answer(1).body()).contains("was changed meanwhile", "#/services/1");
    assertThat(password()).isEqualTo("rotated");
    assertThat(board.registry().roster().byId("other")).isEmpty();
  }

  @Test
  void norWhenItsServiceWasRemoved() throws Exception {
    state(Map.of("http", bearer("old")));
    var services = new JsonArray().add(statement("***"));
    var release = board.holdRegistry();

    queue("DELETE", SHOP, "");
    queue("POST", "/api/v1/bulk", new JsonObject().put("services", services).encode());
    release.run();

    assertThat(status(0)).isEqualTo(204);
    assertThat(status(1)).isEqualTo(409);
    assertThat(answer(1).body()).contains("was removed meanwhile");
  }
}
