package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Change;
import dev.allwell.model.Labels;
import dev.allwell.model.Source;
import dev.allwell.server.access.Scope;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What `/register` may change and remove of what is already there.
class RegisterReachTest {
  private static final String NO_TOKEN = "";
  private WebRig web;
  private String writer = NO_TOKEN;
  private String service = NO_TOKEN;
  private String anyAddress = NO_TOKEN;

  @BeforeEach
  void start() {
    web = new WebRig();
    writer = web.token("writer", Scope.WRITE);
    service = web.token("service", Scope.REGISTER);
    anyAddress = web.token("any", Scope.REGISTER_ANY);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<String> call(String token, String method, String path, String body)
      throws IOException, InterruptedException {
    var request = web.request(path).method(method, BodyPublishers.ofString(body));
    return web.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
  }

  private HttpResponse<String> register(String token, String id, String url)
      throws IOException, InterruptedException {
    var body = "{\"id\":\"%s\",\"url\":\"%s\"}".formatted(id, url);
    return call(token, "POST", "/register", body);
  }

  private HttpResponse<String> unregister(String token, String id)
      throws IOException, InterruptedException {
    return call(token, "DELETE", "/register/" + id, "");
  }

  private HttpResponse<String> put(String id, String name, String url)
      throws IOException, InterruptedException {
    var body = "{\"name\":\"%s\",\"url\":\"%s\"}".formatted(name, url);
    return call(writer, "PUT", "/api/v1/services/" + id, body);
  }

  private void file(String id, String name) {
    var service = WebRig.service(id, name, Source.FILE, Labels.NONE);
    var change = new Change.Replace(List.of(service));
    web.rig.registry().submit(List.of(change)).toCompletableFuture().join();
  }

  /// Where a service is that is watched or shadowed.
  private String url(String id) {
    var roster = web.rig.registry().roster();
    return roster.byId(id).or(() -> roster.shadowed(id)).orElseThrow().service().url();
  }

  @Nested
  class WhatTheApiStated {
    @BeforeEach
    void state() throws Exception {
      assertThat(put("a", "a", "http://127.0.0.1:81/stated").statusCode()).isEqualTo(201);
    }

    @Test
    void isNeitherOverwrittenNorRemovedWithoutAToken() throws Exception {
      var answer = register(NO_TOKEN, "a", "http://127.0.0.1:82/");

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body())
          .isEqualTo(
              "{\"error\":\"id: \\\"a\\\" was not made by /register: "
                  + "changing it needs a token of scope write\"}");
      var removal = unregister(NO_TOKEN, "a");
      assertThat(removal.statusCode()).isEqualTo(409);
      assertThat(removal.body()).isEqualTo(answer.body());
      assertThat(url("a")).isEqualTo("http://127.0.0.1:81/stated");
    }

    @Test
    void isNeitherOverwrittenNorRemovedWithARegisterTokenAlsoAtOnesOwnAddress() throws Exception {
      var answer = register(service, "a", "http://127.0.0.1:82/");

      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body())
          .contains("id: \\\"a\\\" is taken by a service that this token may not change")
          .doesNotContain("127.0.0.1");
      assertThat(unregister(service, "a").statusCode()).isEqualTo(404);
      assertThat(register(anyAddress, "a", "http://127.0.0.1:82/").statusCode()).isEqualTo(409);
      assertThat(unregister(anyAddress, "a").statusCode()).isEqualTo(404);
      assertThat(url("a")).isEqualTo("http://127.0.0.1:81/stated");
    }

    @Test
    void isTheApisFromThenOnWhoeverMadeItAndHoweverItWasStated() throws Exception {
      for (var id : List.of("put", "patched", "bulk", "left")) {
        register(NO_TOKEN, id, "http://127.0.0.1:83/");
      }
      var url = "http://127.0.0.1:84/";
      var bulk = "{\"services\":[{\"name\":\"bulk\",\"url\":\"" + url + "\"}]}";
      assertThat(put("put", "put", url).statusCode()).isEqualTo(200);
      assertThat(call(writer, "POST", "/api/v1/bulk", bulk).statusCode()).isEqualTo(200);
      assertThat(
              call(writer, "PATCH", "/api/v1/services/patched", "{\"url\":\"" + url + "\"}")
                  .statusCode())
          .isEqualTo(200);

      for (var id : List.of("put", "patched", "bulk")) {
        for (var token : List.of(NO_TOKEN, service, anyAddress)) {
          assertThat(register(token, id, "http://127.0.0.1:83/").statusCode()).isEqualTo(409);
          assertThat(unregister(token, id).statusCode()).isIn(404, 409);
        }
        assertThat(url(id)).isEqualTo(url);
      }
      assertThat(unregister(service, "left").statusCode()).isEqualTo(204);
    }

    @Test
    void isAnybodysWhoRegistersAgainOnceItWasRemovedThere() throws Exception {
      assertThat(call(writer, "DELETE", "/api/v1/services/a", "").statusCode()).isEqualTo(204);

      assertThat(register(NO_TOKEN, "a", "http://127.0.0.1:82/").statusCode()).isEqualTo(201);
      assertThat(unregister(service, "a").statusCode()).isEqualTo(204);
    }

    @Test
    void isChangedAndHandedBackWithATokenOfScopeWrite() throws Exception {
      put("b", "b", "http://shop.test/b");

      assertThat(register(writer, "a", "http://127.0.0.1:82/").statusCode()).isEqualTo(201);
      assertThat(register(service, "a", "http://127.0.0.1:83/third").statusCode()).isEqualTo(201);
      assertThat(unregister(writer, "b").statusCode()).isEqualTo(204);
      assertThat(url("a")).isEqualTo("http://127.0.0.1:83/third");
      assertThat(web.rig.board().size()).isEqualTo(1);
    }
  }

  @Nested
  class WhatTheFileShadowsByItsName {
    @Test
    void isNotChangedByWhoCouldNotChangeItOtherwise() throws Exception {
      put("a", "checkout", "http://127.0.0.1:81/stated");
      file("f", "checkout");
      assertThat(web.rig.board().byId("a")).isEmpty();

      assertThat(register(NO_TOKEN, "a", "http://127.0.0.1:82/").statusCode()).isEqualTo(409);
      assertThat(unregister(NO_TOKEN, "a").statusCode()).isEqualTo(409);
      assertThat(register(service, "a", "http://127.0.0.1:82/").statusCode()).isEqualTo(409);
      assertThat(unregister(service, "a").statusCode()).isEqualTo(404);
      assertThat(url("a")).isEqualTo("http://127.0.0.1:81/stated");
    }

    @Test
    void isNotRemovedFromAnotherAddress() throws Exception {
      register(anyAddress, "till", "http://shop.test/");
      register(anyAddress, "own", "http://127.0.0.1:81/");
      file("f", "till");
      assertThat(web.rig.board().byId("till")).isEmpty();

      assertThat(unregister(service, "till").statusCode()).isEqualTo(404);
      assertThat(url("till")).isEqualTo("http://shop.test/");

      file("f", "own");
      assertThat(unregister(service, "own").statusCode()).isEqualTo(204);
      assertThat(web.rig.registry().roster().shadowed("own")).isEmpty();
    }
  }

  @Test
  void whatTheFileDefinesIsRefusedAndOnlyWhoMayReadIsToldWhere() throws Exception {
    file("a", "a");

    var blind = register(service, "a", "http://127.0.0.1:81/");
    assertThat(blind.statusCode()).isEqualTo(409);
    assertThat(blind.body())
        .contains("already defined by the source file")
        .doesNotContain("allwell.yaml");
    assertThat(unregister(service, "a").statusCode()).isEqualTo(404);
    for (var token : List.of(NO_TOKEN, writer)) {
      var answer = register(token, "a", "http://127.0.0.1:81/");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("source file", "(allwell.yaml:12)");
      assertThat(unregister(token, "a").statusCode()).isEqualTo(409);
    }
  }

  @Test
  void whatChangesWhileARequestWaitsIsJudgedAsItIsThen() throws Exception {
    register(service, "a", "http://127.0.0.1:81/");
    var release = web.rig.holdRegistry();
    var stated = WebRig.service("a", "a");
    var before = web.rig.registry().submit(List.of(new Change.Put(stated)));
    var late = CompletableFuture.supplyAsync(() -> status("a"));
    try {
      Eventually.holds(() -> web.rig.registry().queued() >= 2);
    } finally {
      release.run();
    }

    assertThat(before.toCompletableFuture().join()).hasSize(1);
    assertThat(late.join()).isEqualTo(404);
    assertThat(url("a")).isEqualTo(stated.url());
  }

  private int status(String id) {
    try {
      return unregister(service, id).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
