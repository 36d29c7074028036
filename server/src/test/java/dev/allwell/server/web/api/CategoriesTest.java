package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Labels;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Categories and acks by the native API.
class CategoriesTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private void apply(Change... changes) {
    board.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  private static Service in(String id, Source source, String... categories) {
    var plain = Given.service(id);
    return new Service(
        plain.identity(),
        source,
        plain.check(),
        plain.schedule(),
        plain.rules(),
        new Labels(List.of(), List.of(categories), Map.of()));
  }

  private Answer put(String path, String body) throws Exception {
    return api.call("PUT", path, body);
  }

  private Answer delete(String path) throws Exception {
    return api.call("DELETE", path, "");
  }

  private JsonObject read(String category) throws Exception {
    return api.get("/api/v1/categories/" + category).json();
  }

  @Nested
  class ACategory {
    @Test
    void isStatedReadListedAndRemoved() throws Exception {
      api.add(in("shop", Source.API, "read", "named alone"));

      var made = put("/api/v1/categories/read", "{\"period\":\"5s\",\"sticky\":true}");
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.headers().get("location")).contains("/api/v1/categories/read");
      assertThat(put("/api/v1/categories/read", "{\"period\":\"5s\",\"sticky\":true}").status())
          .isEqualTo(200);

      var read = read("read");
      assertThat(read.getString("source")).isEqualTo("api");
      assertThat(read.getString("period")).isEqualTo("5s");
      assertThat(read.getBoolean("ok")).isFalse();
      assertThat(read.getJsonArray("services")).isEqualTo(new JsonArray().add("shop"));

      var listed = api.get("/api/v1/categories").json().getJsonArray("categories");
      assertThat(listed.stream().map(each -> ((JsonObject) each).getString("name")))
          .containsExactly("default", "named alone", "read");
      assertThat(read("named%20alone").getValue("source")).isNull();

      assertThat(delete("/api/v1/categories/read").status()).isEqualTo(204);
      assertThat(read("read").getValue("source")).isNull();
      assertThat(delete("/api/v1/categories/read").status()).isEqualTo(404);
    }

    @Test
    void makesItsServicesComeMoreOftenAndShowsTheirOwnInterval() throws Exception {
      api.add(in("shop", Source.API, "read"));
      put("/api/v1/categories/read", "{\"period\":\"5s\"}");

      var known = board.registry().roster().byId("shop").orElseThrow();
      assertThat(known.schedule().interval()).hasSeconds(5);
      assertThat(known.service().schedule().interval()).hasSeconds(10);
    }

    @Test
    void thatCannotBeIsRefusedWithAPointer() throws Exception {
      var wrong = put("/api/v1/categories/read", "{\"period\":5,\"resilent\":true}");
      assertThat(wrong.status()).isEqualTo(400);
      assertThat(wrong.body()).contains("#/period", "did you mean \\\"resilient\\\"?");
      assertThat(put("/api/v1/categories/a,b", "{}").status()).isEqualTo(400);
    }

    @Test
    void ofTheFileIsTheFiles() throws Exception {
      apply(new Change.PutCategory(new Category("filed", Source.FILE, null, false, false, false)));

      assertThat(put("/api/v1/categories/filed", "{}").status()).isEqualTo(409);
      assertThat(delete("/api/v1/categories/filed").status()).isEqualTo(409);
      var enabling = api.post("/api/v1/categories/filed/enable", "");
      assertThat(enabling.status()).isEqualTo(409);
      assertThat(enabling.body()).contains("stated as disabled by the source file");
    }

    @Test
    void thatTrippedIsEnabledByAPersonAlone() throws Exception {
      put("/api/v1/categories/read", "{\"sticky\":true}");
      apply(new Change.Trip("read"));
      assertThat(read("read").getJsonObject("off").getBoolean("tripped")).isTrue();

      put("/api/v1/categories/read", "{\"sticky\":true,\"period\":\"9s\"}");
      assertThat(read("read").getBoolean("enabled")).as("nobody said enabled").isFalse();

      put("/api/v1/categories/read", "{\"sticky\":true,\"period\":\"9s\",\"enabled\":true}");
      assertThat(read("read").getBoolean("enabled")).isTrue();

      apply(new Change.Trip("read"));
      assertThat(api.post("/api/v1/categories/read/enable", "").json().getBoolean("enabled"))
          .isTrue();
    }

    @Test
    void isDisabledAndEnabledWhateverItsSource() throws Exception {
      apply(new Change.PutCategory(new Category("filed", Source.FILE, null, false, false, true)));

      var off = api.post("/api/v1/categories/filed/disable", "").json();
      assertThat(off.getBoolean("enabled")).isFalse();
      assertThat(off.getJsonObject("off").getString("by")).startsWith("token ");
      assertThat(off.getBoolean("good-to-go")).isFalse();

      var on = api.post("/api/v1/categories/filed/enable", "").json();
      assertThat(on.getBoolean("good-to-go")).isTrue();
      assertThat(api.post("/api/v1/categories/nobody/disable", "").status()).isEqualTo(404);
    }
  }

  @Nested
  class AnAck {
    @Test
    void ofAServiceIsSaidShownAndTakenBack() throws Exception {
      api.add(in("shop", Source.FILE));

      var ack =
          put(
                  "/api/v1/services/shop/ack",
                  "{\"message\":\"rebuilt – see #1\",\"author\":\"ann\",\"expires\":\"2h\"}")
              .json();
      assertThat(ack)
          .isEqualTo(
              new JsonObject()
                  .put("message", "rebuilt – see #1")
                  .put("author", "ann")
                  .put("at", ApiRig.NOW.toString())
                  .put("expires", ApiRig.NOW.plusSeconds(7200).toString()));
      assertThat(api.get("/api/v1/services/shop").json().getJsonObject("ack")).isEqualTo(ack);

      assertThat(delete("/api/v1/services/shop/ack").status()).isEqualTo(204);
      assertThat(api.get("/api/v1/services/shop").json().getValue("ack")).isNull();
      assertThat(delete("/api/v1/services/shop/ack").status()).isEqualTo(404);
      assertThat(put("/api/v1/services/nobody/ack", "{\"message\":\"x\"}").status()).isEqualTo(404);
    }

    @Test
    void isByTheCallerUnlessItSaysOtherwise() throws Exception {
      api.add(in("shop", Source.API));
      var ack = put("/api/v1/services/shop/ack", "{\"message\":\"rebuilt\"}").json();
      assertThat(ack.getString("author")).startsWith("token ");
      assertThat(ack.getValue("expires")).isNull();
    }

    @Test
    void thatCannotBeIsRefusedWithAPointer() throws Exception {
      api.add(in("shop", Source.API));
      for (var body :
          List.of(
              "{}",
              "{\"message\":\"\"}",
              "{\"message\":\"a\\nb\"}",
              "{\"message\":\"a\",\"expires\":\"2020-01-01T00:00:00Z\"}",
              "{\"message\":\"a\",\"expires\":\"soon\"}",
              "{\"message\":\"a\",\"expires\":\"99999999d\"}",
              "{\"message\":\"a\",\"until\":\"2h\"}",
              "[]")) {
        assertThat(put("/api/v1/services/shop/ack", body).status()).as(body).isEqualTo(400);
      }
    }

    @Test
    void ofTheDefinitionIsTakenBackThere() throws Exception {
      api.post(
          "/api/v1/services",
          "{\"name\":\"shop\",\"url\":\"http://127.0.0.1:1/\",\"ack\":\"rebuilt\"}");
      assertThat(api.get("/api/v1/services/shop").json().getJsonObject("ack").getString("author"))
          .isEqualTo("api");

      assertThat(delete("/api/v1/services/shop/ack").status()).isEqualTo(409);
      api.call("PATCH", "/api/v1/services/shop", "{\"ack\":null}");
      assertThat(api.get("/api/v1/services/shop").json().getValue("ack")).isNull();
    }

    @Test
    void ofTheWholeIsSaidShownAndTakenBack() throws Exception {
      assertThat(put("/api/v1/ack", "{\"message\":\"moving\",\"expires\":\"1h\"}").status())
          .isEqualTo(200);

      var said = api.get("/api/v1/categories").json().getJsonArray("acks").getJsonObject(0);
      assertThat(said.getString("source")).isEqualTo("api");
      assertThat(said.getBoolean("holds")).isTrue();
      assertThat(said.getJsonObject("ack").getString("message")).isEqualTo("moving");

      assertThat(delete("/api/v1/ack").status()).isEqualTo(204);
      assertThat(delete("/api/v1/ack").status()).isEqualTo(404);
    }

    @Test
    void needsTheScopeWrite() throws Exception {
      api.add(in("shop", Source.API));
      for (var path : List.of("/api/v1/services/shop/ack", "/api/v1/ack", "/api/v1/categories/x")) {
        assertThat(api.call("PUT", path, "{\"message\":\"x\"}", api.reader).status())
            .isEqualTo(403);
        assertThat(api.call("DELETE", path, "", api.reader).status()).isEqualTo(403);
      }
    }
  }
}
