package dev.allwell.server.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.clock.Ticker;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveTest {
  private static final Filter RESULTS = new Filter(Set.of(), Set.of(), Set.of(), true);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Told told = new Told();
  private Live live = live(new Live.Sizes(64, 64, 1024));

  @AfterEach
  void close() {
    live.close();
  }

  private static Live live(Live.Sizes sizes) {
    return new Live(Ticker.SYSTEM, InstantSource.fixed(Told.T0), sizes);
  }

  private Cursor join(Filter filter, String... lastId) {
    return live.join(filter, lastId.length == 0 ? null : lastId[0], () -> {});
  }

  /// What a cursor brings until so many events are there.
  private static List<String> await(Cursor cursor, int events) {
    var all = new ArrayList<String>();
    long giveUp = System.nanoTime() + 30_000_000_000L;
    while (all.size() < events) {
      if (cursor.take(3) instanceof Cursor.Taken.Some some) {
        some.texts().forEach(text -> all.add(new String(text, UTF_8)));
      } else {
        throw new AssertionError("lost");
      }
      assertThat(System.nanoTime()).as("%s of %s: %s", all.size(), events, all).isLessThan(giveUp);
      LockSupport.parkNanos(100_000);
    }
    assertThat(all).hasSize(events);
    return all;
  }

  private static List<String> kinds(List<String> events) {
    return events.stream().map(event -> line(event, "event: ")).toList();
  }

  private static String line(String event, String begin) {
    return event
        .lines()
        .filter(line -> line.startsWith(begin))
        .map(line -> line.substring(begin.length()))
        .findFirst()
        .orElseThrow();
  }

  private static String field(String event, String pointer) throws Exception {
    return JSON.readTree(line(event, "data: ")).at(pointer).asText();
  }

  private static List<String> services(List<String> events) throws Exception {
    var ids = new ArrayList<String>();
    for (var event : events) {
      ids.add(field(event, "/service/id"));
    }
    return ids;
  }

  @Test
  void aChangeIsToldAsItHappens() {
    told.service("a", "g");
    var cursor = join(Filter.CHANGES);
    var first = cursor.id();
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.CONNECT_REFUSED));

    var events = await(cursor, 2);
    var run = first.substring(0, first.indexOf('-'));
    assertThat(events.getLast())
        .isEqualTo(
            "id: "
                + run
                + "-2\nevent: change\ndata: {\"service\":{\"id\":\"a\",\"name\":\"The a\","
                + "\"groups\":[\"g\"]},\"at\":\"2026-03-01T10:00:02.123Z\",\"health\":\"dead\","
                + "\"status\":\"unhealthy\",\"before\":\"healthy\",\"reason\":\"connect-refused\","
                + "\"detail\":\"it \\\"says\\\"\",\"event\":\"downtime\",\"began\":true,"
                + "\"since\":\"2026-03-01T10:00:02.123Z\"}\n\n");
    assertThat(cursor.id()).isEqualTo(run + "-2");
  }

  @Test
  void whoeverWasUnknownAndIsCheckedAgainHasChanged() throws Exception {
    live.judged(told.judged("a", Reason.OK));
    var cursor = join(Filter.CHANGES);
    await(join(Filter.CHANGES, cursor.id().replaceAll("-.*", "-0")), 1);
    live.lapsed(told.lapsed("a"));
    live.judged(told.judged("a", Reason.NO_DESCRIPTORS));
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.OK));

    var events = await(join(Filter.CHANGES, cursor.id().replaceAll("-.*", "-0")), 3);
    assertThat(field(events.get(1), "/health")).isEqualTo("unknown");
    assertThat(field(events.get(1), "/last-check")).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(field(events.get(2), "/health")).isEqualTo("healthy");
    assertThat(field(events.get(2), "/before")).isEqualTo("unknown");
    assertThat(field(events.get(2), "/began")).isEqualTo("false");
  }

  @Test
  void aPauseIsAChangeAndSoIsTheCheckThatEndsIt() throws Exception {
    live.judged(told.judged("a", Reason.OK));
    var cursor = join(Filter.CHANGES);
    await(join(Filter.CHANGES, cursor.id().replaceAll("-.*", "-0")), 1);
    live.paused(told.lapsed("a").registration(), Instant.parse("2026-03-01T10:00:30Z"));
    live.judged(told.judged("a", Reason.OK));

    var events = await(join(Filter.CHANGES, cursor.id().replaceAll("-.*", "-0")), 3);
    assertThat(field(events.get(1), "/health")).isEqualTo("unknown");
    assertThat(field(events.get(1), "/reason")).isEqualTo("paused");
    assertThat(field(events.get(1), "/at")).isEqualTo("2026-03-01T10:00:30Z");
    assertThat(field(events.get(2), "/before")).isEqualTo("unknown");
  }

  @Test
  void resultsComeToThoseWhoWantThemInTheOrderOfTheirIds() throws Exception {
    var changes = join(Filter.CHANGES);
    var cursor = join(RESULTS);
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.RESET));

    var events = await(cursor, 5);
    assertThat(kinds(events)).containsExactly("change", "result", "result", "change", "result");
    assertThat(events.stream().map(event -> line(event, "id: ")).toList())
        .isSortedAccordingTo((x, y) -> Integer.compare(number(x), number(y)));
    assertThat(field(events.get(1), "/response-time-ms")).isEqualTo("1.5");
    assertThat(field(events.get(4), "/reason")).isEqualTo("reset");
    assertThat(kinds(await(changes, 2))).containsOnly("change");
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(id.indexOf('-') + 1));
  }

  @Test
  void filtersChooseByServiceGroupAndHealthBeforeOrAfter() throws Exception {
    told.service("a", "g", "h");
    told.service("b", "h");
    told.service("c");
    var byService = join(new Filter(Set.of("a", "c"), Set.of(), Set.of(), false));
    var byGroup = join(new Filter(Set.of(), Set.of("h", "x"), Set.of(), false));
    var byHealth = join(new Filter(Set.of(), Set.of(), Set.of(Health.DEAD), false));
    var byAll = join(new Filter(Set.of("b"), Set.of("h"), Set.of(Health.DEGRADED), false));
    for (var id : List.of("a", "b", "c")) {
      live.judged(told.judged(id, Reason.OK));
    }
    live.judged(told.judged("c", Reason.RESET));
    live.judged(told.judged("b", Reason.ERROR_RATE));
    live.judged(told.judged("c", Reason.OK));
    live.lapsed(told.lapsed("a"));

    assertThat(services(await(byService, 5))).containsExactly("a", "c", "c", "c", "a");
    assertThat(services(await(byGroup, 4))).containsExactly("a", "b", "b", "a");
    assertThat(services(await(byHealth, 3))).containsExactly("c", "c", "a");
    assertThat(services(await(byAll, 1))).containsExactly("b");
  }

  @Test
  void whoComesBackGoesOnWhereItWas() throws Exception {
    var cursor = join(Filter.CHANGES);
    live.judged(told.judged("a", Reason.OK));
    await(cursor, 1);
    var seen = cursor.id();
    cursor.close();
    live.judged(told.judged("b", Reason.OK));
    live.judged(told.judged("c", Reason.OK));

    assertThat(services(await(join(Filter.CHANGES, seen), 2))).containsExactly("b", "c");
    assertThat(services(await(join(Filter.CHANGES, seen), 2))).containsExactly("b", "c");
  }

  @Test
  void whoComesBackTooLateIsToldToBeginAnew() throws Exception {
    var cursor = join(Filter.CHANGES);
    var seen = cursor.id();
    for (int i = 0; i < 65; i++) {
      live.judged(told.judged("s" + i, Reason.OK));
    }
    awaitSequence(65);
    var again = join(Filter.CHANGES, seen);
    live.judged(told.judged("x", Reason.OK));
    var events = await(again, 2);
    assertThat(kinds(events)).containsExactly("reset", "change");
    assertThat(field(events.getFirst(), "/reason")).isEqualTo("too-old");
    assertThat(field(events.getLast(), "/service/id")).isEqualTo("x");
    assertThat(cursor.take(1)).isEqualTo(new Cursor.Taken.Lost());
  }

  private void awaitSequence(int sequence) {
    long giveUp = System.nanoTime() + 30_000_000_000L;
    int reached;
    do {
      try (var cursor = join(Filter.CHANGES)) {
        reached = number(cursor.id());
      }
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(100_000);
    } while (reached < sequence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "otherrun-1", "-1", "é", "run-99999999999999999999"})
  void anIdOfAnotherRunIsToldToBeginAnew(String id) throws Exception {
    var events = await(join(Filter.CHANGES, id), 1);
    assertThat(kinds(events)).containsExactly("reset");
    assertThat(field(events.getFirst(), "/reason")).isEqualTo("unknown-id");
    var future = join(Filter.CHANGES).id().replaceAll("-.*", "-7");
    assertThat(kinds(await(join(Filter.CHANGES, future), 1))).containsExactly("reset");
  }

  @Test
  void resultsThatNobodyWantedAreNotThereForWhoComesBack() throws Exception {
    var cursor = join(Filter.CHANGES);
    live.judged(told.judged("a", Reason.OK));
    live.judged(told.judged("a", Reason.OK));
    await(cursor, 1);
    var early = cursor.id().replaceAll("-.*", "-0");

    var results = join(RESULTS, early);
    assertThat(kinds(await(results, 1))).containsExactly("reset");
    assertThat(kinds(await(join(Filter.CHANGES, early), 1))).containsExactly("change");
    var seen = results.id();
    results.close();
    live.judged(told.judged("a", Reason.OK));
    assertThat(kinds(await(join(RESULTS, seen), 1))).containsExactly("result");
  }

  @Test
  void whatFindsTheQueueFullIsMissedByAllAndTheyAreTold() throws Exception {
    live.close();
    live = live(new Live.Sizes(512, 512, 2));
    var reached = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    var cursor =
        live.join(
            Filter.CHANGES,
            null,
            () -> {
              reached.countDown();
              hold(held);
            });
    live.judged(told.judged("a", Reason.OK));
    reached.await();
    for (int i = 0; i < 5; i++) {
      live.judged(told.judged("b" + i, Reason.OK));
    }
    assertThat(live.queued()).isEqualTo(2);
    held.countDown();

    var events = await(cursor, 4);
    assertThat(kinds(events)).containsExactly("change", "change", "change", "reset");
    assertThat(field(events.getLast(), "/reason")).isEqualTo("overflow");
    assertThat(live.lost()).isEqualTo(3);
    assertThat(live.queued()).isZero();
  }

  private static void hold(CountDownLatch held) {
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aReaderThatLeftIsWokenNoMore() throws Exception {
    var woken = new CountDownLatch(1);
    var never = new ArrayList<String>();
    var gone = live.join(RESULTS, null, () -> never.add("woken"));
    gone.close();
    gone.close();
    live.join(Filter.CHANGES, null, woken::countDown);
    live.judged(told.judged("a", Reason.OK));
    woken.await();
    assertThat(never).isEmpty();
    assertThat(live.alive()).isTrue();
    live.close();
    assertThat(live.alive()).isFalse();
  }
}
