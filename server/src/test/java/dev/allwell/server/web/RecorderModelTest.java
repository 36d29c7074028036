package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.allwell.clock.Ticker;
import dev.allwell.history.Retention;
import dev.allwell.model.Reason;
import dev.allwell.model.Tally;
import dev.allwell.server.store.SqliteLedger;
import dev.allwell.server.store.SqliteSamples;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the recorder tells, over the real store, against lists in memory that follow the contract
/// word by word.
class RecorderModelTest {
  private static final int SERVICES = 12;
  private static final int ROUNDS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder = Path.of("");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Story> stories = new HashMap<>();

  /// A tick, as it was made.
  private record Tick(Instant at, boolean up, long micros) {}

  /// A stretch, as it should be.
  private record Stretch(Instant from, boolean up) {}

  /// A service, naively.
  private static final class Story {
    private final List<Tick> ticks = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();

    void tick(Tick tick) {
      ticks.add(tick);
      if (stretches.isEmpty() || stretches.getLast().up != tick.up) {
        stretches.add(new Stretch(tick.at, tick.up));
      }
    }
  }

  @Test
  void itTellsWhatHappened() throws Exception {
    System.out.println("seed " + seed);
    withStore(this::run);
  }

  /// Of a service that turns with each tick, the n-th event belongs to the n-th tick; the event is
  /// durable at once and its tick later.
  @Test
  void theTickTheCountersAndTheEventOfOneCheckAreSeenTogether() throws Exception {
    withStore((web, checks) -> {
      checks.add(List.of(WebRig.service("a", "a")));
      var now = Instant.parse("2026-03-01T10:00:00Z");
      for (int n = 1; n <= 6; n++) {
        now = now.plusSeconds(1);
        checks.tick("a", now, n % 2 == 0 ? Reason.OK : Reason.RESET, 1000);
        var path = n % 3 == 0 ? "/v1/services" : "/v1/services/1";
        var answer = JSON.readTree(web.get(path).body()).path("data");
        var service = n % 3 == 0 ? answer.at("/services/data/0") : answer.at("/service/data");
        assertThat(service.at("/metric/data/tick_count").asInt()).isEqualTo(n);
        assertThat(service.at("/latest_event/data/id").asInt()).isEqualTo(n);
        assertThat(service.at("/current_status/event").asText())
            .isEqualTo(n % 2 == 0 ? "uptime" : "downtime");
      }
    });
  }

  @Test
  void ticksAndEventsThatAreSeenHaveEachOther() throws Exception {
    withStore((web, checks) -> {
      checks.add(List.of(WebRig.service("a", "a")));
      var now = Instant.parse("2026-03-01T10:00:00Z");
      for (int n = 1; n <= 6; n++) {
        now = now.plusSeconds(1);
        checks.tick("a", now, n % 2 == 0 ? Reason.OK : Reason.RESET, 1000);
        var paths = new ArrayList<>(List.of("ticks", "events?page=1", "events"));
        Collections.shuffle(paths, random);
        for (var path : paths) {
          var answer = JSON.readTree(web.get("/v1/services/1/" + path).body());
          assertThat(answer.at("/data/" + path.split("\\?")[0] + "/data")).hasSize(n);
        }
      }
    });
  }

  private void withStore(Use use) throws Exception {
    try (var ledger = SqliteLedger.open(folder.resolve("ledger.db"), Ticker.SYSTEM);
        var samples =
            SqliteSamples.open(
                folder.resolve("samples.db"),
                InstantSource.system(),
                Ticker.SYSTEM,
                Retention.EVERYTHING)) { // its ticks are of a day long gone
      samples.load();
      try (var web = new WebRig(ledger, samples)) {
        use.of(web, new Checks(web));
      }
    }
  }

  private interface Use {
    void of(WebRig web, Checks checks) throws Exception;
  }

  private void run(WebRig web, Checks checks) throws Exception {
    var ids = IntStream.rangeClosed(1, SERVICES).mapToObj(i -> "s" + i).toList();
    checks.add(ids.stream().map(id -> WebRig.service(id, id)).toList());
    var now = Instant.parse("2026-03-01T10:00:00.123Z");
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = random.nextInt(20); i >= 0; i--) {
        now = now.plusMillis(1 + random.nextInt(120_000));
        check(checks, ids.get(random.nextInt(SERVICES - 1)), now);
      }
      if (round % 30 == 0) {
        compare(web, checks, ids);
      }
    }
    compare(web, checks, ids);
  }

  private Story story(String id) {
    return stories.computeIfAbsent(id, _ -> new Story());
  }

  private void check(Checks checks, String id, Instant at) {
    var reason =
        switch (random.nextInt(6)) {
          case 0 -> Reason.RESET;
          case 1 -> Reason.UNEXPECTED_STATUS;
          case 2 -> Reason.ISOLATED;
          case 3 -> Reason.ERROR_RATE;
          default -> Reason.OK;
        };
    long micros = random.nextLong(1L << random.nextInt(1, 24));
    checks.tick(id, at, reason, micros);
    if (!reason.ours()) {
      story(id).tick(new Tick(at, reason.health().good(), micros));
    }
    settled(checks, id);
  }

  /// Lets the ledger take each event: those that wait together are made one, which is its right.
  private void settled(Checks checks, String id) {
    long number = checks.known(id).number();
    long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (checks.ledger().awaits(number)) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void compare(WebRig web, Checks checks, List<String> ids) throws Exception {
    for (var id : ids) {
      long number = checks.known(id).number();
      int made = story(id).ticks.size();
      Eventually.holds(
          () -> web.samples.tally(number).map(Tally::ticks).orElse(0L) == made); // durable
    }
    var list = JSON.readTree(web.get("/v1/services").body()).at("/data/services/data");
    assertThat(list).hasSize(SERVICES);
    for (var id : ids) {
      var story = story(id);
      long number = checks.known(id).number();
      var path = "/v1/services/" + number;
      var single = JSON.readTree(web.get(path).body()).at("/data/service/data");
      assertThat(single).as("seed %s", seed).isEqualTo(list.path((int) number - 1));
      metric(single.path("metric"), story);
      metric(JSON.readTree(web.get(path + "/metrics").body()).at("/data/metric"), story);
      events(web, path, single, story);
      ticks(web, path, story);
    }
  }

  private void metric(JsonNode metric, Story story) {
    if (story.ticks.isEmpty()) {
      assertThat(metric.isNull()).isTrue();
      return;
    }
    var data = metric.path("data");
    long up = story.ticks.stream().filter(Tick::up).count();
    double mean = story.ticks.stream().mapToLong(Tick::micros).average().orElseThrow() / 1000;
    assertThat(data.path("tick_count").asLong()).isEqualTo(story.ticks.size());
    assertThat(data.path("up_count").asLong()).isEqualTo(up);
    assertThat(data.path("down_count").asLong()).isEqualTo(story.ticks.size() - up);
    assertThat(data.path("average_response_time_ms").asDouble())
        .as("seed %s", seed)
        .isCloseTo(mean, within(1e-6 * (1 + mean)));
    assertThat(data.path("uptime_percent").asDouble())
        .isCloseTo(100.0 * up / story.ticks.size(), within(1e-9));
  }

  private void events(WebRig web, String path, JsonNode service, Story story) throws Exception {
    var events = JSON.readTree(web.get(path + "/events").body()).at("/data/events/data");
    assertThat(events).as("seed %s", seed).hasSize(story.stretches.size());
    int last = story.stretches.size() - 1;
    for (int i = 0; i <= last; i++) {
      var expected = story.stretches.get(last - i);
      var event = events.path(i);
      assertThat(event.path("event").asText()).isEqualTo(expected.up ? "uptime" : "downtime");
      assertThat(event.path("date_started").asLong()).isEqualTo(expected.from.getEpochSecond());
      if (i == 0) {
        assertThat(event.path("date_ended").isNull()).isTrue();
        assertThat(service.path("current_status")).isEqualTo(event);
        assertThat(service.at("/latest_event/data")).isEqualTo(event);
      } else {
        assertThat(event.path("date_ended").asLong())
            .isEqualTo(story.stretches.get(last - i + 1).from.getEpochSecond());
        assertThat(event.path("id").asLong()).isLessThan(events.path(i - 1).path("id").asLong());
      }
    }
  }

  private void ticks(WebRig web, String path, Story story) throws Exception {
    int limit = 1 + random.nextInt(60);
    var newestFirst = story.ticks.reversed();
    for (int page = 1; (page - 2) * limit < newestFirst.size(); page++) {
      var ticks =
          JSON.readTree(web.get(path + "/ticks?page=" + page + "&limit=" + limit).body())
              .at("/data/ticks");
      assertThat(ticks.at("/pagination/total").asInt()).isEqualTo(newestFirst.size());
      var expected = newestFirst.stream().skip((page - 1L) * limit).limit(limit).toList();
      assertThat(ticks.path("data")).as("seed %s", seed).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        var tick = ticks.path("data").path(i);
        assertThat(tick.path("created_at").asLong()).isEqualTo(expected.get(i).at.getEpochSecond());
        assertThat(tick.path("is_up").asBoolean()).isEqualTo(expected.get(i).up);
        double millis = expected.get(i).micros / 1000.0;
        assertThat(tick.path("response_time_ms").asDouble()).isCloseTo(millis, within(millis / 64));
      }
    }
  }
}
