package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.probe.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Checks that are watched, in turned time.
class ExamineTest {
  private final LaneRig rig = new LaneRig(8);
  private final ArrayList<Trace> told = new ArrayList<>();

  private void examine(String id) {
    rig.lane.examine(Objects.requireNonNull(rig.board.cell(id)), told::add);
  }

  @Test
  void anUnwatchedCheckIsWaitedForAndTheNextIsWatched() {
    rig.add(Given.service("shop"));
    rig.turn(Duration.ofMillis(11));
    assertThat(rig.prober.inFlight).isEqualTo(1);

    examine("shop");
    rig.turn(Duration.ofSeconds(1));

    assertThat(told).hasSize(1);
    assertThat(rig.prober.of("shop")).hasSize(2);
  }

  @Test
  void aWatchedCheckIsJoined() {
    rig.add(Given.service("shop"));
    rig.turn(Duration.ofSeconds(1));
    int before = rig.prober.of("shop").size();

    examine("shop");
    examine("shop");
    rig.turn(Duration.ofSeconds(1));

    assertThat(told).hasSize(2);
    assertThat(told.get(0)).isSameAs(told.get(1));
    assertThat(rig.prober.of("shop")).hasSize(before + 1);
  }

  @Test
  void whoeverWaitsIsToldWhenTheServiceGoes() {
    rig.prober.hang("shop");
    var shop = rig.add(Given.service("shop"));
    rig.turn(Duration.ofMillis(100));
    examine("shop");

    rig.remove(shop);
    rig.turn(Duration.ofSeconds(1));

    assertThat(told).hasSize(1);
    assertThat(told.getFirst().steps()).isEmpty();
  }
}
