package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.engine.Difference.Arrival;
import dev.allwell.engine.Difference.Timing;
import dev.allwell.model.Attempt;
import dev.allwell.model.Event;
import dev.allwell.model.Handling;
import dev.allwell.model.Health;
import dev.allwell.model.Phases;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PausedServiceTest {
  private final LaneRig rig = new LaneRig(8);

  private Registration paused(Registration registration, boolean paused) {
    var changed =
        new Registration(
            registration.number(),
            registration.service(),
            registration.created(),
            registration.updated(),
            Handling.of(paused, false));
    var placement =
        rig.board.apply(new Difference(List.of(new Arrival(changed, Timing.NOW)), List.of()));
    rig.lane.apply(placement.arrived(), placement.departed());
    return changed;
  }

  @Test
  void itIsUnknownAtOnceAndNotChecked() {
    var shop = rig.add(Given.service("shop"));
    rig.turn(Duration.ofSeconds(21));
    int before = rig.prober.of("shop").size();
    assertThat(rig.entry("shop").health()).isEqualTo(Health.HEALTHY);

    paused(shop, true);
    assertThat(rig.entry("shop").health()).isEqualTo(Health.UNKNOWN);
    assertThat(rig.entry("shop").ready()).isFalse();
    rig.turn(Duration.ofMinutes(5));

    assertThat(rig.prober.of("shop")).hasSize(before);
  }

  @Test
  void resumedItIsCheckedAtOnceAndUnknownUntilThen() {
    var shop = rig.add(Given.service("shop"));
    rig.turn(Duration.ofSeconds(1));
    shop = paused(shop, true);
    rig.turn(Duration.ofMinutes(5));
    int before = rig.prober.of("shop").size();

    paused(shop, false);
    assertThat(rig.entry("shop").health()).isEqualTo(Health.UNKNOWN);
    rig.turn(Duration.ofSeconds(1));

    assertThat(rig.prober.of("shop")).hasSize(before + 1);
    assertThat(rig.entry("shop").health()).isEqualTo(Health.HEALTHY);
    rig.turn(Duration.ofSeconds(30));
    assertThat(rig.prober.of("shop")).hasSizeGreaterThan(before + 2);
  }

  @Test
  void aCheckUnderWayEndsAndWhoWaitsForItIsTold() {
    rig.prober.hang("shop");
    var shop = rig.add(Given.service("shop"));
    rig.turn(Duration.ofMillis(100));
    assertThat(rig.prober.inFlight).isEqualTo(1);
    var told = new ArrayList<String>();
    rig.lane.checkNow(Objects.requireNonNull(rig.board.cell("shop")), () -> told.add("told"));

    paused(shop, true);
    rig.turn(Duration.ofMillis(100));

    assertThat(rig.prober.cancelled).containsExactly("/shop");
    assertThat(told).containsExactly("told");
    assertThat(rig.judged).isEmpty();
  }

  @Test
  void historyIsToldOnceAndWhenItWas() {
    var shop = rig.add(Given.service("shop"));
    rig.turn(Duration.ofSeconds(7));
    var then = rig.clock.instant();

    shop = paused(shop, true);
    rig.turn(Duration.ofMinutes(1));
    paused(shop, true); // a new statement of what stays paused
    rig.turn(Duration.ofMinutes(1));

    assertThat(rig.pauses).containsExactly(then);
  }

  @Test
  void nobodyAnnouncesThatItLapsed() {
    var lapses = new ArrayList<String>();
    var sweeper =
        new Sweeper(
            rig.board,
            rig.clock,
            rig.clock,
            List.of(
                new Sink() {
                  @Override
                  public void judged(Judged judged) {}

                  @Override
                  public void lapsed(Event.Lapsed lapsed) {
                    lapses.add(lapsed.registration().id());
                  }
                }));
    paused(rig.add(Given.service("shop")), true);

    rig.turn(Duration.ofHours(1));

    assertThat(sweeper.sweep()).isZero();
    assertThat(lapses).isEmpty();
  }

  @Test
  void theDetailOfTheLastCheckStands() {
    var seen =
        new Attempt(
            Reason.UNEXPECTED_STATUS, "status 503, expected 2xx", 503, Phases.NONE, false, null);
    var registration = Given.registration(1, Given.service("a"));

    var state = Judge.judge(registration, State.NEW, Given.outcome(seen, Given.NOON)).state();

    assertThat(state.detail()).isEqualTo("status 503, expected 2xx");
  }
}
