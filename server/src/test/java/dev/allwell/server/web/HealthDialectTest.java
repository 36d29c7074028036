package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Ack;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Guidance;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.State;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// `/__health` and `/__gtg` over a board that the test fills.
class HealthDialectTest {
  private static final Ack ACK =
      new Ack("being rebuilt <b>", "ann & co", WebRig.NOW, WebRig.NOW.plusSeconds(3600));
  private static final String EVIL = "<script>alert(1)</script> \"'&";

  private final WebRig web = new WebRig();

  @AfterEach
  void stop() {
    web.close();
  }

  private void apply(Change... changes) {
    web.rig.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  private void watch(String name, Reason reason, String... categories) {
    web.rig.add(List.of(service(name, categories)));
    web.rig.post(name, WebRig.state(null, reason));
  }

  private static Service service(String name, String... categories) {
    var labels = new Labels(List.of(), List.of(categories), Map.of());
    return WebRig.service(name, name, Source.API, labels);
  }

  private static Change stated(String name, boolean resilient, boolean enabled) {
    return new Change.PutCategory(new Category(name, Source.API, null, resilient, false, enabled));
  }

  private HttpResponse<String> json(String query) throws Exception {
    return web.get("/__health" + query, "Accept", "application/json");
  }

  private HttpResponse<String> goodToGo(String query) throws Exception {
    return web.get("/__gtg" + query);
  }

  private static JsonObject check(JsonObject document, String id) {
    return document.getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(each -> each.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Nested
  class TheDocument {
    @Test
    void isWholeAndSortedByName() throws Exception {
      watch("zoo", Reason.OK);
      watch("ape", Reason.CONNECT_REFUSED);

      var answer = json("");
      var document = new JsonObject(answer.body());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
      assertThat(document.getInteger("schemaVersion")).isEqualTo(1);
      assertThat(document.getString("systemCode")).isEqualTo("allwell");
      assertThat(document.getString("name")).isEqualTo("test cluster health");
      assertThat(document.getBoolean("ok")).isFalse();
      assertThat(document.getInteger("severity")).isEqualTo(2);
      assertThat(
              document.getJsonArray("checks").stream().map(c -> ((JsonObject) c).getString("id")))
          .containsExactly("ape", "zoo");
      var ape = check(document, "ape");
      assertThat(ape.fieldNames())
          .containsExactlyInAnyOrder(
              "id",
              "name",
              "ok",
              "severity",
              "businessImpact",
              "technicalSummary",
              "panicGuide",
              "checkOutput",
              "lastUpdated");
      assertThat(ape.getBoolean("ok")).isFalse();
      assertThat(ape.getString("checkOutput")).isEqualTo(Reason.CONNECT_REFUSED.code());
      assertThat(ape.getString("lastUpdated")).isEqualTo(WebRig.NOW.toString());
      assertThat(check(document, "zoo").getString("checkOutput")).isEqualTo("OK");
    }

    @Test
    void ofNothingIsOkAndHasNoSeverity() throws Exception {
      var document = new JsonObject(json("").body());
      assertThat(document.getJsonArray("checks")).isEqualTo(new JsonArray());
      assertThat(document.getBoolean("ok")).isTrue();
      assertThat(document.containsKey("severity")).isFalse();
    }

    @Test
    void tellsOfWhatIsAcknowledged() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED);
      apply(new Change.Acknowledge("ape", ACK));

      var document = new JsonObject(json("").body());

      assertThat(document.getBoolean("ok")).isTrue();
      assertThat(document.containsKey("severity")).isFalse();
      var ape = check(document, "ape");
      assertThat(ape.getBoolean("ok")).isFalse();
      assertThat(ape.getString("ack")).isEqualTo("being rebuilt <b>");
      assertThat(ape.getString("checkOutput")).startsWith("ACKED - ");
    }

    @Test
    void saysSinceWhenWhatEtcdStatesIsNotKnownAndTheAckOfTheWholeLast() throws Exception {
      assertThat(new JsonObject(json("").body()).getString("description"))
          .isEqualTo("Health of the services in default.");

      web.etcdLost = Optional.of(WebRig.NOW);
      apply(new Change.AcknowledgeAll(Source.API, ACK));

      assertThat(new JsonObject(json("").body()).getString("description"))
          .isEqualTo(
              "Health of the services in default. What etcd states is stale since"
                  + " 2026-03-04T05:06:07.089Z. Cluster is acknowledged: being rebuilt <b>");
    }

    @Test
    void isOkWhenTheWholeIsAcknowledgedAndStillSaysWhatFails() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED);
      apply(new Change.AcknowledgeAll(Source.API, ACK));

      var document = new JsonObject(json("").body());

      assertThat(document.getBoolean("ok")).isTrue();
      assertThat(document.getInteger("severity")).isEqualTo(2);
      assertThat(document.getString("description"))
          .endsWith(" Cluster is acknowledged: being rebuilt <b>");
      assertThat(check(document, "ape").getBoolean("ok")).isFalse();
    }

    @Test
    void tellsWhatTheDefinitionSaysAndHowBadTheServiceSaysItIs() throws Exception {
      var told = new Guidance(3, "nobody can pay", "the till is down", "call <ann>");
      var labels = new Labels(List.of(), List.of(), new TreeMap<>(), told, "");
      web.rig.add(List.of(WebRig.service("till", "till", Source.API, labels)));
      web.rig.post("till", WebRig.state(null, Reason.CONNECT_REFUSED));

      var till = check(new JsonObject(json("").body()), "till");
      assertThat(till.getInteger("severity")).isEqualTo(3);
      assertThat(till.getString("businessImpact")).isEqualTo("nobody can pay");
      assertThat(till.getString("technicalSummary")).isEqualTo("the till is down");
      assertThat(till.getString("panicGuide")).isEqualTo("call <ann>");
      assertThat(web.get("/__health").body()).contains("WARNING").doesNotContain("CRITICAL");

      var failing = WebRig.state(null, Reason.REPORTED_FAILING);
      var detail = "1 healthcheck failing (db)";
      web.rig.post("till", new State(failing.verdict(), failing.tally(), null, null, detail, 1));

      var document = new JsonObject(json("").body());
      assertThat(document.getInteger("severity")).isEqualTo(1);
      assertThat(check(document, "till").getInteger("severity")).isEqualTo(1);
      assertThat(check(document, "till").getString("checkOutput")).contains(detail);
      assertThat(web.get("/__health").body()).contains("CRITICAL");
    }

    @Test
    void saysOfAServiceThatNobodyCheckedThatItFails() throws Exception {
      web.rig.add(List.of(service("ape")));
      var document = new JsonObject(json("").body());
      assertThat(document.getBoolean("ok")).isFalse();
      assertThat(check(document, "ape").getString("checkOutput")).isEqualTo("not checked yet");
      assertThat(check(document, "ape").getValue("lastUpdated")).isNull();
    }

    @Test
    void leavesOutWhatIsPaused() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED);
      apply(new Change.Pause("ape"));
      var document = new JsonObject(json("").body());
      assertThat(document.getBoolean("ok")).isTrue();
      assertThat(document.getJsonArray("checks")).isEmpty();
    }
  }

  @Nested
  class Categories {
    @Test
    void areThoseAskedForAndUnknownOnesAreIgnored() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED, "read");
      watch("zoo", Reason.OK, "write");

      assertThat(goodToGo("?categories=write").statusCode()).isEqualTo(200);
      assertThat(goodToGo("?categories=write,%20read,nobody").statusCode()).isEqualTo(503);
      assertThat(goodToGo("?categories=write&categories=read").statusCode()).isEqualTo(503);
      assertThat(goodToGo("").statusCode()).isEqualTo(503);
    }

    @Test
    void ofWhichNoneIsKnownAreRefused() throws Exception {
      for (var query : List.of("?categories=nobody", "?categories=", "?categories=,")) {
        assertThat(goodToGo(query).statusCode()).as(query).isEqualTo(400);
        assertThat(json(query).statusCode()).as(query).isEqualTo(400);
        assertThat(web.get("/__health" + query).statusCode()).as(query).isEqualTo(400);
      }
    }

    @Test
    void thatNobodyKnowsMakeNoDifference() throws Exception {
      watch("ape", Reason.OK, "read");
      assertThat(goodToGo("?categories=one,read").statusCode()).isEqualTo(200);
      watch("bee", Reason.CONNECT_REFUSED, "one");
      assertThat(goodToGo("?categories=one,read").statusCode()).isEqualTo(503);
    }

    @Test
    void thatAreResilientBearTheLossOfAnInstance() throws Exception {
      apply(stated("read", true, true));
      watch("ape-1", Reason.CONNECT_REFUSED, "read");
      watch("ape-2", Reason.OK, "read");
      assertThat(goodToGo("?categories=read").statusCode()).isEqualTo(200);
      assertThat(goodToGo("?categories=read,default").statusCode()).isEqualTo(503);

      web.rig.post("ape-2", WebRig.state(null, Reason.CONNECT_REFUSED));
      assertThat(goodToGo("?categories=read").statusCode()).isEqualTo(503);
    }
  }

  @Nested
  class GoodToGo {
    @Test
    void isOneWordThatNobodyKeeps() throws Exception {
      watch("ape", Reason.OK);
      var answer = goodToGo("");
      assertThat(answer.body()).isEqualTo("OK");
      assertThat(answer.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
      assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
      var head =
          web.send(web.request("/__gtg").method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(web.post("/__gtg", "").statusCode()).isEqualTo(405);
      assertThat(web.delete("/__health").statusCode()).isEqualTo(405);
    }

    @Test
    void isNotWhatFailsNorWhatTheWholeIsAcknowledgedFor() throws Exception {
      watch("secret-name", Reason.CONNECT_REFUSED);
      assertThat(goodToGo("").body()).isEqualTo("1 service is failing, severity 2\n");

      apply(new Change.AcknowledgeAll(Source.API, ACK));
      assertThat(goodToGo("").statusCode()).isEqualTo(503);

      apply(new Change.Acknowledge("secret-name", ACK));
      assertThat(goodToGo("").statusCode()).isEqualTo(200);
    }

    @Test
    void isNotWhatIsDisabled() throws Exception {
      apply(stated("read", false, false));
      watch("ape", Reason.OK, "read");
      var answer = goodToGo("?categories=default,read");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("disabled: read\n");

      apply(new Change.Disable("default", "ann"));
      assertThat(goodToGo("").body()).isEqualTo("disabled: default\n");
      apply(new Change.Mend("default"));
      assertThat(goodToGo("").statusCode()).isEqualTo(200);
    }
  }

  @Nested
  class WithoutTheCache {
    @Test
    void theServicesAskedForAreCheckedFirst() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED, "read");
      watch("zoo", Reason.CONNECT_REFUSED);
      web.checking =
          id -> {
            web.rig.post(id, WebRig.state(null, Reason.OK));
            return CompletableFuture.completedFuture(web.rig.board().byId(id));
          };

      assertThat(goodToGo("?categories=read").statusCode()).isEqualTo(503);
      assertThat(web.checked).isEmpty();
      assertThat(goodToGo("?categories=read&cache=false").statusCode()).isEqualTo(200);
      assertThat(web.checked).containsExactly("ape");
      assertThat(json("?categories=read&cache=false").statusCode()).isEqualTo(200);
      assertThat(web.checked).as("at most once in 5 s").containsExactly("ape");
    }

    @Test
    void acksStay() throws Exception {
      watch("ape", Reason.CONNECT_REFUSED);
      apply(new Change.Acknowledge("ape", ACK));
      assertThat(goodToGo("?cache=false").statusCode()).isEqualTo(200);
      assertThat(web.checked).containsExactly("ape");
    }

    @Test
    void whoMayNotReadIsAnsweredFromWhatIsKnown() throws Exception {
      watch("ape", Reason.OK);
      var stranger = web.get("/__gtg?cache=false", "X-Forwarded-For", "192.0.2.7");
      assertThat(stranger.statusCode()).isEqualTo(200);
      assertThat(web.checked).isEmpty();
    }
  }

  @Nested
  class ThePage {
    private String page(String query) throws Exception {
      var answer = web.get("/__health" + query);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
      assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'none'; style-src 'sha256-");
      return answer.body();
    }

    @Test
    void tellsWhatFailsFirst() throws Exception {
      watch("ape", Reason.OK);
      watch("zoo", Reason.CONNECT_REFUSED);

      var page = page("");

      assertThat(page).contains("<strong>unhealthy</strong>", "1 of 2 services fail, 0 acked");
      assertThat(page.indexOf(">zoo<")).isLessThan(page.indexOf(">ape<"));
      assertThat(page)
          .contains("<strong>WARNING</strong>", "<strong>OK</strong>", "2026-03-04 05:06:07 UTC");
    }

    @Test
    void isHealthyWhenAllIsWell() throws Exception {
      watch("ape", Reason.OK);
      assertThat(page("")).contains("<title>healthy: default</title>");
    }

    @Test
    void escapesWhateverAnybodyWrote() throws Exception {
      web.rig.add(
          List.of(
              WebRig.service(
                  "ape",
                  EVIL,
                  Source.API,
                  new Labels(List.of(), List.of(EVIL.replace(',', ' ')), Map.of()))));
      apply(
          new Change.Acknowledge("ape", new Ack(EVIL, EVIL, WebRig.NOW, null)),
          new Change.AcknowledgeAll(Source.API, new Ack(EVIL, EVIL, WebRig.NOW, null)),
          new Change.Disable("default", EVIL));

      var page = page("");

      assertThat(page).doesNotContain("<script", "alert(1)</script>", "\"'&");
      assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&#39;&amp;");
    }

    @Test
    void saysWhatHoldsForAll() throws Exception {
      apply(stated("read", false, false));
      watch("ape", Reason.CONNECT_REFUSED, "read");
      watch("zoo", Reason.OK, "read");
      apply(
          new Change.Acknowledge("ape", ACK),
          new Change.AcknowledgeAll(Source.API, ACK),
          new Change.Pause("zoo"));

      var page = page("?categories=read");

      assertThat(page)
          .contains(
              "(Cluster is acked: being rebuilt &lt;b&gt;)",
              "read is disabled, and so not good to go: it is stated so",
              "Paused, and so not counted: zoo",
              "<strong>WARNING ACKED</strong>",
              "1 of 1 services fail, 1 acked");
    }

    @Test
    void saysSinceWhenWhatEtcdStatesIsNotKnown() throws Exception {
      watch("ape", Reason.OK);
      assertThat(page("")).doesNotContain("etcd");
      web.etcdLost = Optional.of(WebRig.NOW);
      assertThat(page("")).contains("What etcd states is stale since 2026-03-04 05:06:07 UTC");
    }

    @Test
    void linksToItselfWithAndWithoutTheCacheAndKeepsTheCategories() throws Exception {
      watch("ape", Reason.OK, "read all");
      assertThat(page("?categories=read%20all"))
          .contains(
              "href=\"?categories=read+all\"", "href=\"?categories=read+all&amp;cache=false\"");
    }

    @Test
    void runsNothing() throws Exception {
      watch("ape", Reason.OK);
      assertThat(page("")).doesNotContain("<script", " onclick", " style=", "javascript:");
    }
  }
}
