package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 under registrations: what was acked is there afterwards.
class KillTest {
  private static final int KILLS = Integer.getInteger("allwell.kills", 5);
  private static final int CLIENTS = 4;

  @TempDir private Path folder;

  @Test
  void nothingAckedIsLost() throws Exception {
    var random = new Random(20260101);
    Set<String> acked = ConcurrentHashMap.newKeySet();
    var next = new AtomicInteger();
    for (int kill = 0; kill < KILLS; kill++) {
      try (var server = Server.on(folder);
          var clients = Executors.newFixedThreadPool(CLIENTS)) {
        int enough = acked.size() + 20 + random.nextInt(200);
        for (int c = 0; c < CLIENTS; c++) {
          clients.execute(() -> registerUntilItDies(server, next, acked));
        }
        while (acked.size() < enough) {
          LockSupport.parkNanos(1_000_000);
        }
        server.process().signal("KILL");
        server.process().awaitExit(Server.LONG);
        clients.shutdown();
        assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      }
      try (var server = Server.on(folder)) {
        var known = server.get("/services").body();
        var lost = new ArrayList<>(acked);
        lost.removeIf(id -> known.contains("\"" + id + "\""));
        assertThat(lost).as("after kill %d of %d acked", kill, acked.size()).isEmpty();
      }
    }
  }

  private static void registerUntilItDies(Server server, AtomicInteger next, Set<String> acked) {
    while (server.process().isAlive()) {
      var id = "s-" + next.incrementAndGet();
      try {
        var answer = server.register("{\"id\":\"" + id + "\",\"url\":\"http://127.0.0.1:1/x\"}");
        if (answer.statusCode() == 201) {
          acked.add(id);
        }
      } catch (Exception e) {
        return; // the server is dead: not acked
      }
    }
  }
}
