package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.LedgerException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsAndSystemTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  @Test
  void groupsComeByName() throws Exception {
    api.add(
        Given.inGroups("one", "zeta", "alpha"),
        Given.inGroups("two", "zeta"),
        Given.service("three"));

    var groups = api.get("/api/v1/groups").json().getJsonArray("groups");

    assertThat(groups.stream().map(JsonObject.class::cast))
        .extracting(group -> group.getString("group"))
        .containsExactly("alpha", "zeta");
    assertThat(groups.getJsonObject(1).getInteger("total")).isEqualTo(2);
    assertThat(groups.getJsonObject(1).getJsonObject("health").getInteger("unknown")).isEqualTo(2);
  }

  @Test
  void aGroupHasItsServices() throws Exception {
    api.add(Given.inGroups("b", "my team"), Given.inGroups("a", "my team"));

    var group = api.get("/api/v1/groups/my%20team").json();

    assertThat(group.getJsonArray("services").stream().map(JsonObject.class::cast))
        .extracting(service -> service.getString("id"))
        .containsExactly("a", "b");
  }

  @Test
  void theSystemTellsOfItsPartsAndTheirTroubles() throws Exception {
    board.meter(0, Duration.ofMillis(3), Duration.ofMillis(40));
    board.loseAChild("samples-writer");

    var system = api.get("/api/v1/system").json();

    assertThat(system.getString("version")).isEqualTo("1.2.3");
    assertThat(system.getBoolean("alive")).isFalse();
    assertThat(system.getJsonArray("supervision").stream().map(JsonObject.class::cast))
        .extracting(child -> child.getString("name") + " " + child.getString("condition"))
        .containsExactly("registry running", "samples-writer given-up");
    var lane = system.getJsonArray("lanes").getJsonObject(0);
    assertThat(lane.getInteger("in-flight")).isEqualTo(3);
    assertThat(lane.getJsonObject("lateness").getMap())
        .containsEntry("count", 1)
        .containsEntry("p99-ms", 5.0);
    assertThat(lane.getJsonObject("duration").getMap()).containsEntry("max-ms", 50.0);
    assertThat(system.getJsonObject("queues").getInteger("ledger")).isEqualTo(3);
    assertThat(system.getString("service-name")).isEqualTo("checkout watch");
    assertThat(system.getMap()).containsEntry("environment", null);
    assertThat(system.getJsonObject("reload").getMap())
        .containsEntry("path", "a.yaml")
        .containsEntry("applied", false)
        .containsEntry("applied-at", "2026-03-04T05:05:07.089Z")
        .containsEntry("summary", "it is not good");
    assertThat(system.getJsonObject("reload").getJsonArray("problems"))
        .containsExactly("a.yaml:1:2: url: missing");
    assertThat(system.getJsonObject("own-faults").getJsonObject("attempts").fieldNames())
        .contains("no-descriptors", "isolated");
  }

  @Test
  void theSystemTellsWhoReadsTheStream() throws Exception {
    assertThat(system("stream").getMap())
        .containsEntry("readers", 0)
        .containsEntry("readers-dropped", 0);
    try (var _ = api.occupyStream()) {
      assertThat(system("stream").getInteger("readers")).isEqualTo(1);
    }
    assertThat(system("queues").getMap())
        .containsEntry("stream", 0)
        .containsEntry("stream-lost", 0);
  }

  @Test
  void theSystemTellsWhatWaitsForTheAuditLog() throws Exception {
    assertThat(system("queues").getMap()).containsEntry("audit", 0).containsEntry("audit-lost", 0);
    api.booksFail(new LedgerException("the disk is full"));

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      // what is taken in hand first is tried again and again, and the rest waits
      for (int i = 0; system("queues").getInteger("audit") == 0; i++) {
        assertThat(i).as("changes, and none of them waits").isLessThan(90);
        var path = "/api/v1/services/s" + i;
        var statement = ApiRig.statement("s" + i, "tcp://x.test:1", Map.of());
        var _ = callers.submit(() -> api.put(path, statement));
      }
      callers.shutdownNow();
    }
  }

  private JsonObject system(String section) throws Exception {
    return api.get("/api/v1/system").json().getJsonObject(section);
  }
}
