package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.model.Reason;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Tokens;
import dev.allwell.server.live.Live;
import dev.allwell.server.live.Told;
import dev.allwell.server.web.EventWire.Came;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveDialectTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Told told = new Told();
  private final List<EventWire> open = new ArrayList<>();
  private WebRig web = rig(Live.Sizes.DEFAULT, new LiveDialect.Limits(8, LONG));

  private static WebRig rig(Live.Sizes sizes, LiveDialect.Limits limits) {
    return WebRig.streaming(sizes, limits);
  }

  private void instead(Live.Sizes sizes, LiveDialect.Limits limits) {
    web.close();
    web = rig(sizes, limits);
  }

  @AfterEach
  void stop() throws IOException {
    for (var wire : open) {
      wire.close();
    }
    web.close();
  }

  private EventWire wire(String query, String... headers) throws IOException {
    var wire = new EventWire(web.address(), "/api/v1/stream" + query, 0, headers);
    open.add(wire);
    return wire;
  }

  private void judge(String id, Reason reason) {
    web.live.judged(told.judged(id, reason));
  }

  private static List<String> ids(List<Came> events) {
    return events.stream()
        .map(event -> event.data().replaceAll(".*?\"id\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void theHeadComesAtOnceWithAnIdToComeBackWith() throws Exception {
    var wire = wire("");

    assertThat(wire.head)
        .startsWith("HTTP/1.1 200 OK")
        .containsIgnoringCase("content-type: text/event-stream")
        .containsIgnoringCase("cache-control: no-store");
    assertThat(wire.line()).isEqualTo("retry: 3000");
    assertThat(wire.line()).matches("id: [0-9a-z]+-0");
  }

  @Test
  void changesComeToAllAndResultsToThoseWhoAsk() throws Exception {
    var changes = wire("");
    var results = wire("?results=true");
    judge("a", Reason.OK);
    judge("a", Reason.OK);
    judge("a", Reason.RESET);

    assertThat(changes.next(2)).extracting(Came::name).containsOnly("change");
    assertThat(results.next(5))
        .extracting(Came::name)
        .containsExactly("change", "result", "result", "change", "result");
  }

  @Test
  void filtersAreInTheQuery() throws Exception {
    told.service("a", "g 1");
    told.service("b", "h");
    told.service("c");
    var byService = wire("?service=a&service=c");
    var byGroup = wire("?group=g%201&group=h&results=false");
    var byHealth = wire("?health=dead&health=unknown");
    for (var id : List.of("a", "b", "c")) {
      judge(id, Reason.OK);
    }
    judge("c", Reason.RESET);

    assertThat(ids(byService.next(3))).containsExactly("a", "c", "c");
    assertThat(ids(byGroup.next(2))).containsExactly("a", "b");
    assertThat(ids(byHealth.next(4))).containsExactly("a", "b", "c", "c");
  }

  @ParameterizedTest
  @CsvSource({
    "health=bad, health",
    "health=, health",
    "results=yes, results",
    "results=true&results=true, results",
    "groups=x, groups",
    "groups=x&health=bad&results=1, groups health results"
  })
  void whatIsNotUnderstoodIsRefusedWithItsPlace(String query, String parameters) throws Exception {
    var answer = web.get("/api/v1/stream?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(new ObjectMapper().readTree(answer.body()).path("errors"))
        .extracting(fault -> fault.path("parameter").asText())
        .containsExactly(parameters.split(" "));
  }

  @Test
  void aHeadIsTheHeadAlone() throws Exception {
    var head =
        web.send(web.request("/api/v1/stream").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
  }

  @Test
  void whoComesBackGoesOnWhereItWas() throws Exception {
    var first = wire("");
    judge("a", Reason.OK);
    first.next(1);
    first.close();
    judge("b", Reason.OK);
    judge("c", Reason.OK);
    var second = wire("", "Last-Event-ID: " + first.lastId());
    judge("d", Reason.OK);

    assertThat(ids(second.next(3))).containsExactly("b", "c", "d");
  }

  @Test
  void whoComesBackTooLateIsToldToBeginAnew() throws Exception {
    instead(new Live.Sizes(16, 16, 1024), new LiveDialect.Limits(8, LONG));
    var first = wire("");
    judge("a", Reason.OK);
    first.next(1);
    first.close();
    var other = wire("");
    for (int i = 0; i < 20; i++) {
      judge("s" + i, Reason.OK);
      other.next(1);
    }
    var second = wire("", "Last-Event-ID: " + first.lastId());
    judge("d", Reason.OK);

    var events = second.next(2);
    assertThat(events.getFirst().name()).isEqualTo("reset");
    assertThat(events.getFirst().data()).isEqualTo("{\"reason\":\"too-old\"}");
    assertThat(ids(events.subList(1, 2))).containsExactly("d");
    var stranger = wire("", "Last-Event-ID: 17");
    assertThat(stranger.next().data()).isEqualTo("{\"reason\":\"unknown-id\"}");
  }

  @Test
  void aQuietStreamBeatsAndTheBeatCarriesTheId() throws Exception {
    instead(Live.Sizes.DEFAULT, new LiveDialect.Limits(8, Duration.ofMillis(20)));
    var wire = wire("?service=nobody");
    judge("a", Reason.OK);
    var line = wire.line();
    while (!line.endsWith("-1")) {
      line = wire.line();
    }
    assertThat(line).matches("id: [0-9a-z]+-1");
    while (!line.equals(": beat")) {
      line = wire.line();
    }
  }

  @Test
  void onlySoManyReadAtOnce() throws Exception {
    var wires = new ArrayList<EventWire>();
    for (int i = 0; i < 8; i++) {
      wires.add(wire(""));
    }
    var refused = web.get("/api/v1/stream");
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).contains("5");
    assertThat(metric("allwell_stream_readers ")).isEqualTo(8);

    wires.getFirst().close();
    Eventually.holds(() -> metric("allwell_stream_readers ") == 7);
    assertThat(wire("").head).startsWith("HTTP/1.1 200");
  }

  @Test
  void whenTheServerStopsReadersAreTold() throws Exception {
    var wire = wire("");
    judge("a", Reason.OK);
    wire.next(1);
    web.stream.close();

    assertThat(wire.next()).extracting(Came::name).isEqualTo("end");
    assertThat(wire.next()).isEqualTo(EventWire.END);
    assertThat(web.get("/api/v1/stream").statusCode()).isEqualTo(503);
  }

  @Test
  void aStreamEndsWithTheTokenThatOpenedItAlsoWhenThereIsNothingToTell() throws Exception {
    var revoked = wire("", "Authorization: Bearer " + web.token("a", Scope.READ));
    web.tokens.revoke("a");

    assertSentAway(revoked);
    Eventually.holds(() -> metric("allwell_stream_readers ") == 0);
    assertThat(metric("allwell_stream_readers_dropped_total ")).isZero();
  }

  @Test
  void aStreamEndsWhenItsTokenExpires() throws Exception {
    var made = web.tokens.make("brief", Scope.READ, Duration.ofHours(1));
    assertThat(made).isInstanceOf(Tokens.Result.Done.class);
    var text = ((Tokens.Result.Done<Tokens.Made>) made).value().text();
    var expiring = wire("", "Authorization: Bearer " + text);
    judge("a", Reason.OK);
    assertThat(ids(expiring.next(1))).containsExactly("a");
    web.tokenTime.set(WebRig.NOW.plus(Duration.ofHours(1)));

    assertSentAway(expiring);
  }

  @Test
  void nothingIsToldAfterTheTokenIsRevokedAndOthersReadOn() throws Exception {
    var revoked = wire("", "Authorization: Bearer " + web.token("a", Scope.READ));
    var kept = wire("", "Authorization: Bearer " + web.token("b", Scope.READ));
    var local = wire("");
    judge("before", Reason.OK);
    assertThat(ids(revoked.next(1))).containsExactly("before");
    web.tokens.revoke("a");
    judge("after", Reason.OK);

    assertSentAway(revoked);
    assertThat(ids(kept.next(2))).containsExactly("before", "after");
    assertThat(ids(local.next(2))).containsExactly("before", "after");
  }

  private static void assertSentAway(EventWire wire) throws IOException {
    var last = wire.next();
    assertThat(last.name()).isEqualTo("end");
    assertThat(last.data()).isEqualTo("{\"reason\":\"unauthorized\"}");
    assertThat(wire.next()).isEqualTo(EventWire.END);
  }

  @Test
  void aCrowdOfAThousandGetsEverythingInOrder() throws Exception {
    instead(Live.Sizes.DEFAULT, new LiveDialect.Limits(1000, LONG));
    var wires = new ArrayList<EventWire>();
    for (int i = 0; i < 1000; i++) {
      wires.add(wire(""));
    }
    assertThat(web.get("/api/v1/stream").statusCode()).isEqualTo(503);
    var expected = IntStream.range(0, 40).mapToObj(i -> "s" + i).toList();
    expected.forEach(id -> judge(id, Reason.OK));

    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          readers.invokeAll(
              wires.stream().<Callable<List<String>>>map(wire -> () -> ids(wire.next(40))).toList(),
              3,
              TimeUnit.MINUTES);
      for (Future<List<String>> one : all) {
        assertThat(one.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void whoNeverReadsIsDroppedAndToldAndHurtsNobody() throws Exception {
    instead(new Live.Sizes(256, 16, 1024), new LiveDialect.Limits(8, LONG));
    var groups = IntStream.range(0, 100).mapToObj(i -> "group ".repeat(9) + i).toList();
    told.service("big", groups.toArray(String[]::new));
    var lazy = new EventWire(web.address(), "/api/v1/stream", 4096);
    open.add(lazy);
    var eager = wire("");
    int sent = 0;
    while (metric("allwell_stream_readers_dropped_total ") == 0) {
      assertThat(sent).as("events of some 6 kB each").isLessThan(50_000);
      for (int i = 0; i < 100; i++) {
        judge("big", sent++ % 2 == 0 ? Reason.OK : Reason.RESET);
      }
      assertThat(eager.next(100)).doesNotContain(EventWire.END);
    }

    var last = lazy.next();
    for (var next = last; !next.equals(EventWire.END); next = lazy.next()) {
      last = next;
    }
    assertThat(last.name()).isEqualTo("dropped");
    assertThat(last.data()).isEqualTo("{\"reason\":\"too slow\"}");
    assertThat(metric("allwell_stream_readers ")).isEqualTo(1);
    judge("small", Reason.OK);
    assertThat(ids(eager.next(1))).containsExactly("small");
  }

  private long metric(String name) throws Exception {
    return web.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> (long) Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }
}
