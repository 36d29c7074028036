package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.server.access.ConfiguredToken;
import dev.allwell.server.access.Quotas;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.TokenText;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private WebRig web;
  private String admin;

  @BeforeEach
  void start() {
    web =
        new WebRig(
            new WebServer.Settings("127.0.0.1", 0),
            Quotas.Rates.DEFAULT,
            List.of(new ConfiguredToken("of-file", Scope.READ, TokenText.hash("x"))));
    admin = web.token("boss", Scope.ADMIN);
  }

  @AfterEach
  void stop() {
    web.close();
  }

  private HttpResponse<String> make(String body) throws Exception {
    return web.post("/api/v1/tokens", body, "Authorization", "Bearer " + admin);
  }

  private HttpResponse<String> revoke(String name) throws Exception {
    return web.send(
        web.request("/api/v1/tokens/" + name, "Authorization", "Bearer " + admin).DELETE());
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return web.get(path, "Authorization", "Bearer " + token);
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  private static void isProblem(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(json(answer).get("status").asInt()).isEqualTo(status);
    assertThat(json(answer).get("detail").asText()).isNotEmpty();
  }

  @Test
  void aTokenIsMadeShownOnceAndGoodAtOnce() throws Exception {
    var answer = make("{\"name\":\"ci\",\"scope\":\"write\",\"expires\":\"90d\"}");

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.headers().firstValue("Location")).contains("/api/v1/tokens/ci");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    var made = json(answer);
    assertThat(made.get("scope").asText()).isEqualTo("write");
    assertThat(made.get("created").asText()).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(made.get("expires").asText()).isEqualTo("2026-06-02T05:06:07Z");
    var text = made.get("token").asText();
    assertThat(get("/status", text).statusCode()).isEqualTo(200);

    var listed = get("/api/v1/tokens", admin);
    assertThat(listed.body()).doesNotContain(text, TokenText.hash(text));
    assertThat(json(listed).get("tokens"))
        .extracting(each -> each.get("name").asText() + " " + each.get("origin").asText())
        .containsExactly("boss api", "ci api", "of-file file");
    assertThat(json(listed).get("tokens").get(1).get("used").asText())
        .isEqualTo("2026-03-04T05:00:00Z");
  }

  @Test
  void aRevokedTokenIsWorthNothingFromTheAnswerOn() throws Exception {
    var text = json(make("{\"name\":\"ci\",\"scope\":\"read\"}")).get("token").asText();

    var answer = revoke("ci");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Content-Type")).isEmpty();
    assertThat(get("/status", text).statusCode()).isEqualTo(401);
    isProblem(revoke("ci"), 404);
    isProblem(revoke("of-file"), 409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | #/name #/scope",
        "{\"name\":\"a b\",\"scope\":\"read\"} | #/name",
        "{\"name\":\"a\",\"scope\":\"root\"} | #/scope",
        "{\"name\":7,\"scope\":[]} | #/name #/scope",
        "{\"name\":\"a\",\"scope\":\"read\",\"expires\":90} | #/expires",
        "{\"name\":\"a\",\"scope\":\"read\",\"expires\":\"soon\"} | #/expires",
        "{\"name\":\"a\",\"scope\":\"read\",\"expires\":\"0s\"} | #/expires",
        "{\"name\":\"a\",\"scope\":\"read\",\"expires\":\"99999d\"} | #/expires",
        "{\"name\":\"a\",\"scope\":\"read\",\"hash\":\"x\"} | #/hash",
        "{\"name\":\"a\",\"scope\":\"read\",\"a/b\":1,\"c~\":2} | #/a~1b #/c~0",
        "{\"name\":\"a\",\"name\":\"b\",\"scope\":\"read\"} | #/name",
        "[] | #",
        "{ | #"
      })
  void aWishThatIsNotGoodIsToldAllThatIsWrong(String body, String pointers) throws Exception {
    var answer = make(body);

    isProblem(answer, 400);
    assertThat(json(answer).get("errors"))
        .extracting(fault -> fault.get("pointer").asText())
        .containsExactly(pointers.split(" "));
    assertThat(web.tokens.list()).hasSize(2);
  }

  @Test
  void aNameIsTakenOnce() throws Exception {
    make("{\"name\":\"ci\",\"scope\":\"read\"}");

    isProblem(make("{\"name\":\"ci\",\"scope\":\"admin\"}"), 409);
    isProblem(make("{\"name\":\"of-file\",\"scope\":\"admin\"}"), 409);
    isProblem(make("{\"name\":\"admin-token\",\"scope\":\"admin\"}"), 409);
  }

  @Test
  void whoMayNotIsToldSoBeforeHisWishIsRead() throws Exception {
    var writer = web.token("writer", Scope.WRITE);

    isProblem(web.post("/api/v1/tokens", "{"), 401);
    var refused = web.post("/api/v1/tokens", "{", "Authorization", "Bearer " + writer);
    isProblem(refused, 403);
    assertThat(json(refused).get("detail").asText())
        .isEqualTo("this needs a token of scope admin; this one has scope write");
    assertThat(refused.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"allwell\", error=\"insufficient_scope\", scope=\"admin\"");
  }

  @Test
  void makingAndRevokingIsInTheAuditLogOnceItIsAnswered() throws Exception {
    make("{\"name\":\"ci\",\"scope\":\"read\"}");
    make("{\"name\":\"ci\",\"scope\":\"read\"}");
    revoke("ci");

    var entries = json(get("/api/v1/audit", admin)).get("entries");

    assertThat(entries)
        .extracting(each ->
            "%s %s %s %s"
                .formatted(
                    each.get("who").asText(),
                    each.get("what").asText(),
                    each.get("subject").asText(),
                    each.get("result").asText()))
        .containsExactly(
            "token boss revoke-token ci removed", "token boss create-token ci added: read");
    assertThat(entries.get(0).get("from").asText()).isEqualTo("127.0.0.1");
    assertThat(entries.get(0).get("at").asText()).isEqualTo("2026-03-04T05:06:07.089Z");
  }

  @Test
  void anUnknownPathBelowTheApiIsAProblemToo() throws Exception {
    isProblem(get("/api/v1/nothing", admin), 404);
    isProblem(
        web.send(
            web.request("/api/v1/audit", "Authorization", "Bearer " + admin)
                .method("PUT", HttpRequest.BodyPublishers.noBody())),
        405);
  }
}
