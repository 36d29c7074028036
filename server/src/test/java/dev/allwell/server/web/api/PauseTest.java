package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a pause means to those who read.
class PauseTest {
  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private final ApiRig api = ApiRig.over(board);

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  private void judged(String id, Reason reason) {
    var sample = new Sample(ApiRig.NOW.toEpochMilli(), 10, reason, 200, 1);
    var standing = reason.health().bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var verdict = new Verdict(reason.health(), reason, standing, ApiRig.NOW, ApiRig.NOW);
    board.post(id, new State(verdict, Tally.EMPTY.with(sample), null));
  }

  private JsonObject group() throws Exception {
    return api.get("/api/v1/groups/team").json();
  }

  @Test
  void aPausedServiceIsLeftOutOfThePercentage() throws Exception {
    api.add(Given.inGroups("good", "team"), Given.inGroups("bad", "team"));
    judged("good", Reason.OK);
    judged("bad", Reason.RESET);
    assertThat(group().getDouble("health-percentage")).isEqualTo(50);

    api.post("/api/v1/services/bad/pause", "");

    assertThat(group().getDouble("health-percentage")).isEqualTo(100);
    assertThat(group().getInteger("total")).isEqualTo(1);
    assertThat(group().getInteger("paused")).isEqualTo(1);
    assertThat(group().getJsonArray("services")).hasSize(2);

    api.post("/api/v1/services/good/pause", "");

    assertThat(group().getValue("health-percentage")).isNull();
    assertThat(api.get("/groups/team").json().getValue("health_percentage")).isNull();
  }

  @Test
  void itIsUnknownAtOnceAndStaysSoAfterResumingUntilItIsChecked() throws Exception {
    api.add(Given.service("shop"));
    judged("shop", Reason.OK);

    var paused = api.post("/api/v1/services/shop/pause", "");
    var resumed = api.post("/api/v1/services/shop/resume", "");

    assertThat(paused.state().getString("status")).isEqualTo("unknown");
    assertThat(paused.state().getBoolean("ready")).isFalse();
    assertThat(resumed.state().getString("status")).isEqualTo("unknown");
    judged("shop", Reason.OK);
    assertThat(api.get("/api/v1/services/shop").state().getString("status")).isEqualTo("healthy");
  }

  @Test
  void pausingTwiceWritesOnce() throws Exception {
    api.add(Given.service("shop"));
    api.post("/api/v1/services/shop/pause", "");
    board.storeFails(new LedgerException("whoever writes now is caught"));

    assertThat(api.post("/api/v1/services/shop/pause", "").status()).isEqualTo(200);
    assertThat(api.post("/api/v1/services/shop/resume", "").status()).isEqualTo(503);
    assertThat(api.get("/api/v1/services/shop").json().getBoolean("paused")).isTrue();
  }
}
