package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 under bulk calls: of each call all services are there afterwards, or none; of each that
/// was acked, all.
class BulkKillTest {
  private static final int KILLS = Integer.getInteger("allwell.kills", 3);
  private static final int CLIENTS = 2;
  private static final int SERVICES = 300;
  private static final Pattern ID = Pattern.compile("\"call-(\\d+)-\\d+\"");

  @TempDir private Path folder;

  @Test
  void aCallIsThereWholeOrNotAtAll() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", kills " + KILLS);
    var random = new Random(seed);
    Set<Integer> acked = ConcurrentHashMap.newKeySet();
    var next = new AtomicInteger();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var server = Server.on(folder);
          var clients = Executors.newFixedThreadPool(CLIENTS)) {
        var token = "Bearer " + Files.readString(folder.resolve("admin-token")).strip();
        var refused = new ConcurrentLinkedQueue<String>();
        int enough = acked.size() + 1 + random.nextInt(15);
        for (int c = 0; c < CLIENTS; c++) {
          clients.execute(() -> callUntilItDies(server, token, next, acked, refused));
        }
        long until = System.nanoTime() + Server.LONG.toNanos();
        while (acked.size() < enough && server.process().isAlive() && refused.isEmpty()) {
          if (System.nanoTime() - until > 0) {
            refused.add("no ack for " + Server.LONG);
          }
          LockSupport.parkNanos(1_000_000);
        }
        assertThat(refused).isEmpty();
        server.process().signal("KILL");
        server.process().awaitExit(Server.LONG);
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      }
      try (var server = Server.on(folder)) {
        var there = there(server.get("/services").body());
        assertThat(there.values()).as("seed %d, whole calls", seed).containsOnly(SERVICES);
        assertThat(there.keySet()).as("seed %d, acked calls", seed).containsAll(acked);
      }
    }
  }

  /// How many services of each call there are.
  private static Map<Integer, Integer> there(String services) {
    var there = new TreeMap<Integer, Integer>();
    var each = ID.matcher(services);
    while (each.find()) {
      there.merge(Integer.valueOf(each.group(1)), 1, Integer::sum);
    }
    return there;
  }

  private static void callUntilItDies(
      Server server, String token, AtomicInteger next, Set<Integer> acked, Queue<String> refused) {
    while (server.process().isAlive() && refused.isEmpty()) {
      int call = next.incrementAndGet();
      try {
        var answer = server.post("/api/v1/bulk", body(call), "Authorization", token);
        if (answer.statusCode() == 200) {
          acked.add(call);
        } else if (answer.statusCode() != 503) { // too much at once
          refused.add(answer.statusCode() + " " + answer.body());
        }
      } catch (Exception e) {
        return; // the server is dead: not acked
      }
    }
  }

  private static String body(int call) {
    return IntStream.range(0, SERVICES)
        .mapToObj(i ->
            "{\"name\":\"call-%d-%d\",\"url\":\"http://127.0.0.1:1/\",\"interval\":\"1h\"}"
                .formatted(call, i))
        .collect(Collectors.joining(",", "{\"services\":[", "]}"));
  }
}
