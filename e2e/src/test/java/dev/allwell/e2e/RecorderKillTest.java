package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.SickTarget;
import dev.allwell.testkit.Sickness;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 while ticks are written: the counters are rebuilt and agree with the ticks, events go on
/// where they were.
class RecorderKillTest {
  private static final int KILLS = Integer.getInteger("allwell.kills", 3);
  private static final int SERVICES = 10;
  private static final Pattern COUNTERS =
      Pattern.compile("\"down_count\":(\\d+),\"tick_count\":(\\d+),\"up_count\":(\\d+)");
  private static final Pattern TOTAL = Pattern.compile("\"total\":(\\d+)");
  private static final Pattern EVENT =
      Pattern.compile("\"date_ended\":(null|\\d+),\"date_started\":\\d+,\"event\":\"(\\w+)\"");

  @TempDir private Path folder;

  @Test
  void countersAgreeWithTheTicks() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var asked = new AtomicInteger();
    try (var target =
        SickTarget.playing(
            Sickness.answering(
                request -> Sickness.answer(asked.incrementAndGet() % 7 < 2 ? 500 : 200, "")))) {
      for (int kill = 0; kill < KILLS; kill++) {
        try (var server = Server.on(folder)) {
          register(server, "http://" + target.host() + ":" + target.port() + "/health");
          long enough = counters(server, 1)[1] + 2 + random.nextInt(4);
          while (counters(server, 1)[1] < enough) {
            LockSupport.parkNanos(10_000_000);
          }
          server.process().signal("KILL");
          server.process().awaitExit(Server.LONG);
        }
        try (var server = Server.on(folder)) {
          for (int id = 1; id <= SERVICES; id++) {
            check(server, id);
          }
        }
      }
    }
  }

  private static void register(Server server, String url) throws Exception {
    for (int i = 1; i <= SERVICES; i++) {
      var json =
          "{\"id\":\"s-%d\",\"url\":\"%s\",\"interval\":\"1s\",\"retries\":0}".formatted(i, url);
      assertThat(server.register(json).statusCode()).isEqualTo(201);
    }
  }

  /// Down, all and up; zeros before the first tick.
  private static long[] counters(Server server, int id) throws Exception {
    var found = COUNTERS.matcher(server.get("/v1/services/" + id + "/metrics").body());
    return found.find()
        ? new long[] {number(found, 1), number(found, 2), number(found, 3)}
        : new long[3];
  }

  private static long number(MatchResult found, int group) {
    return Long.parseLong(found.group(group));
  }

  /// Ticks go on meanwhile: what is read between two equal counters belongs to them.
  private static void check(Server server, int id) throws Exception {
    long[] before;
    long[] after;
    String ticks;
    String events;
    do {
      before = counters(server, id);
      ticks = server.get("/v1/services/" + id + "/ticks").body();
      events = server.get("/v1/services/" + id + "/events").body();
      after = counters(server, id);
    } while (!Arrays.equals(before, after));
    var total = TOTAL.matcher(ticks);
    assertThat(total.find()).isTrue();
    assertThat(number(total, 1)).isEqualTo(before[1]);
    assertThat(ticks.split("\"is_up\":true", -1)).hasSize((int) before[2] + 1);
    assertThat(ticks.split("\"is_up\":false", -1)).hasSize((int) before[0] + 1);
    alternate(events);
  }

  /// Uptime and downtime take turns, and none but the newest is open.
  private static void alternate(String events) {
    var found = EVENT.matcher(events).results().toList();
    assertThat(found).isNotEmpty();
    assertThat(found.getFirst().group(1)).isEqualTo("null");
    for (int i = 1; i < found.size(); i++) {
      assertThat(found.get(i).group(1)).isNotEqualTo("null");
      assertThat(found.get(i).group(2)).isNotEqualTo(found.get(i - 1).group(2));
    }
  }
}
