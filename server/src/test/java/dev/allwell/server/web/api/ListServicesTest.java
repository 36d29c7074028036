package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.model.Endpoint;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListServicesTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private static Service service(String id, String name, Labels labels) {
    return new Service(
        new Identity(id, name, "http://" + id + ".test/x"),
        Source.API,
        HttpCheck.of(false, new Endpoint(id + ".test", 80), "/x"),
        Schedule.DEFAULT,
        Rules.DEFAULT,
        labels);
  }

  private void judged(String id, Reason reason, long micros) {
    var sample = new Sample(ApiRig.NOW.toEpochMilli(), micros, reason, 200, 1);
    var standing = reason.health().bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var verdict = new Verdict(reason.health(), reason, standing, ApiRig.NOW, ApiRig.NOW);
    board.post(id, new State(verdict, Tally.EMPTY.with(sample), null));
  }

  private List<String> ids(String query) throws Exception {
    return ids(api.get("/api/v1/services?" + query));
  }

  private static List<String> ids(Answer page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.json().getJsonArray("services").stream()
        .map(JsonObject.class::cast)
        .map(service -> service.getString("id"))
        .toList();
  }

  @Test
  void anEmptyBoardIsAnEmptyPage() throws Exception {
    var page = api.get("/api/v1/services");

    assertThat(ids(page)).isEmpty();
    assertThat(page.json().getInteger("total")).isZero();
    assertThat(page.json().getString("next")).isNull();
  }

  @Test
  void aSearchLooksAtIdNameAndUrlInAnyCase() throws Exception {
    api.add(
        service("alpha", "One", Labels.NONE),
        service("beta", "ALPHAbet", Labels.NONE),
        service("gamma", "Three", Labels.NONE));

    assertThat(ids("q=AlPha")).containsExactly("alpha", "beta");
    assertThat(ids("q=gamma.test")).containsExactly("gamma");
    assertThat(ids("q=%2E*")).isEmpty();
  }

  @Test
  void filtersHoldTogether() throws Exception {
    var labels = new Labels(List.of("shop"), List.of(), Map.of("team", "a:b", "tier", "1"));
    api.add(
        service("one", "one", labels),
        service("two", "two", new Labels(List.of("shop", "x"), List.of(), Map.of("tier", "1"))),
        service("three", "three", new Labels(List.of("y"), List.of(), Map.of())));
    judged("one", Reason.OK, 10);
    judged("two", Reason.RESET, 10);

    assertThat(ids("group=shop")).containsExactly("one", "two");
    assertThat(ids("group=x&group=y")).containsExactly("three", "two");
    assertThat(ids("health=dead&health=unknown")).containsExactly("three", "two");
    assertThat(ids("attribute=tier:1&attribute=team:a:b")).containsExactly("one");
    assertThat(ids("group=shop&health=healthy")).containsExactly("one");
    assertThat(ids("attribute=none:1")).isEmpty();
  }

  @Test
  void worstComesFirstByHealthAndWhatHasNoValueLast() throws Exception {
    for (var id : List.of("a", "b", "c", "d", "e")) {
      api.add(service(id, id.toUpperCase(java.util.Locale.ROOT), Labels.NONE));
    }
    judged("a", Reason.OK, 3000);
    judged("b", Reason.RESET, 1);
    judged("c", Reason.UNEXPECTED_STATUS, 1);
    judged("d", Reason.ERROR_RATE, 200);

    assertThat(ids("sort=health")).containsExactly("b", "c", "e", "d", "a");
    assertThat(ids("sort=response-time")).startsWith("d", "a");
    assertThat(ids("sort=-name")).containsExactly("e", "d", "c", "b", "a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "-id", "name", "-name", "health", "response-time", "-since"})
  void pagesShowEachServiceOnceWhileOthersComeAndGo(String sort) throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var staying = new TreeSet<String>();
    for (int i = 0; i < 60; i++) {
      var id = "stays-" + random.nextInt(1_000_000);
      staying.add(id);
      api.add(service(id, "N" + random.nextInt(40) + id, Labels.NONE));
      if (random.nextBoolean()) {
        judged(id, random.nextBoolean() ? Reason.OK : Reason.RESET, random.nextInt(1000));
      }
    }
    var seen = new ArrayList<String>();
    var next = "";
    int rounds = 0;
    do {
      var page = api.get("/api/v1/services?limit=7&sort=" + sort + next);
      seen.addAll(ids(page));
      var cursor = page.json().getString("next");
      next = cursor == null ? "" : "&cursor=" + cursor;
      var passing = "goes-" + random.nextInt(1_000_000);
      api.add(service(passing, passing, Labels.NONE));
      if (random.nextBoolean()) {
        api.delete("/api/v1/services/" + passing);
      }
    } while (!next.isEmpty() && ++rounds < 100);

    seen.removeIf(id -> id.startsWith("goes-"));
    assertThat(seen).as("seed %d", seed).doesNotHaveDuplicates().hasSameElementsAs(staying);
  }

  @Test
  void totalCountsAllThatPassNotJustThePage() throws Exception {
    IntStream.range(0, 12).forEach(i -> api.add(service("s" + i, "s" + i, Labels.NONE)));

    var page = api.get("/api/v1/services?limit=5&q=s1");

    assertThat(page.json().getInteger("total")).isEqualTo(3);
    assertThat(page.json().getString("next")).isNull();
    assertThat(ids(page)).isSortedAccordingTo(Comparator.naturalOrder());
  }

  @Test
  void definitionsComeOnRequest() throws Exception {
    api.add(Given.service("one"));

    var without = api.get("/api/v1/services").json().getJsonArray("services").getJsonObject(0);
    var with =
        api.get("/api/v1/services?definition=whole")
            .json()
            .getJsonArray("services")
            .getJsonObject(0);

    assertThat(without.containsKey("definition")).isFalse();
    assertThat(with.getJsonObject("definition").getString("interval")).isEqualTo("10s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0|limit|expected a whole number from 1 to 1000",
        "limit=1001|limit|expected a whole number from 1 to 1000",
        "limit=ten|limit|expected a whole number from 1 to 1000",
        "sort=age|sort|expected one of id, name, health, since, last-check, response-time, with - in"
            + " front for the other way round",
        "health=fine|health|expected one of healthy, degraded, unhealthy, dead, unknown",
        "attribute=team|attribute|expected key:value",
        "cursor=x!|cursor|is not the next of a page with the same sort",
        "definition=yes|definition|expected none, brief or whole",
        "limit=1&limit=2|limit|is there 2 times",
        "page=2|page|unknown parameter: known are q, group, health, attribute, sort, limit, cursor,"
            + " definition, shadowed"
      })
  void aParameterThatIsWrongIsNamed(String query, String parameter, String detail)
      throws Exception {
    var answer = api.get("/api/v1/services?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.errors().getJsonObject(0))
        .isEqualTo(new JsonObject().put("detail", detail).put("parameter", parameter));
  }

  @Test
  void aCursorIsGoodForItsSortAlone() throws Exception {
    IntStream.range(0, 3).forEach(i -> api.add(service("s" + i, "s" + i, Labels.NONE)));
    var cursor = api.get("/api/v1/services?limit=1").json().getString("next");

    assertThat(ids("cursor=" + cursor)).containsExactly("s1", "s2");
    assertThat(api.get("/api/v1/services?sort=name&cursor=" + cursor).status()).isEqualTo(400);
  }

  @Test
  void aNameWithAnyCharactersIsAPlace() throws Exception {
    api.add(service("a", "Läden & \"Co\" ☃", Labels.NONE), service("b", "zz\u00e9", Labels.NONE));
    var cursor = api.get("/api/v1/services?sort=name&limit=1").json().getString("next");

    assertThat(ids("sort=name&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8)))
        .containsExactly("b");
  }
}
