package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Event;
import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoardTest {
  private final TurnedClock clock = new TurnedClock();
  private final Board board = new Board(clock);
  private final Registration registration = Given.registration(1, Given.service("a"));
  private final List<Event.Lapsed> lapses = new ArrayList<>();
  private final Sweeper sweeper = new Sweeper(board, clock, clock, List.of(new LapseLog(lapses)));

  private record LapseLog(List<Event.Lapsed> lapses) implements Sink {
    @Override
    public void judged(Judged judged) {}

    @Override
    public void lapsed(Event.Lapsed lapsed) {
      lapses.add(lapsed);
    }
  }

  private State healthy() {
    var outcome = Given.outcome(Given.attempt(Reason.OK), clock.instant());
    return Judge.judge(registration, State.NEW, outcome).state();
  }

  private void arrive() {
    board.apply(new Difference(List.of(Difference.Arrival.unchanged(registration)), List.of()));
  }

  private BoardEntry entry() {
    return board.byId("a").orElseThrow();
  }

  private Board.Cell cell() {
    return Objects.requireNonNull(board.cell("a"));
  }

  @Test
  void aServiceNeverCheckedIsUnknownAndNotReady() {
    arrive();
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
    assertThat(entry().ready()).isFalse();
    assertThat(entry().ageNanos()).isEqualTo(-1);
  }

  @Test
  void aStateGoesStaleAfterIntervalPlusThirtySecondsAndFreshAgainWithTheNextCheck() {
    arrive();
    cell().post(healthy(), clock.nanos());
    clock.advance(Duration.ofSeconds(40));
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
    assertThat(entry().ready()).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
    assertThat(entry().ready()).isFalse();
    cell().post(healthy(), clock.nanos());
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void aServiceThatIsWithdrawnComesBackWithItsStateWhichNobodyBelievesUntilItIsChecked() {
    arrive();
    var state = healthy();
    cell().post(state, clock.nanos());
    board.apply(new Difference(List.of(), List.of(), List.of(registration)));
    assertThat(board.byId("a")).isEmpty();
    arrive();
    assertThat(entry().state()).isEqualTo(state);
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
    cell().post(state, clock.nanos());
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void theSweeperAnnouncesEachLapseOnce() {
    arrive();
    cell().post(healthy(), clock.nanos());
    clock.advance(Duration.ofSeconds(41));
    assertThat(sweeper.sweep()).isEqualTo(1);
    assertThat(sweeper.sweep()).isZero();
    assertThat(lapses)
        .singleElement()
        .extracting(Event.Lapsed::registration)
        .isEqualTo(registration);
    cell().post(healthy(), clock.nanos());
    clock.advance(Duration.ofSeconds(41));
    assertThat(sweeper.sweep()).isEqualTo(1);
  }

  @Test
  void aRememberedStateIsAsOldAsTheWallClockSays() {
    var remembered = healthy();
    clock.advance(Duration.ofSeconds(30));
    board.restore(registration, remembered, clock.instant());
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
    assertThat(Duration.ofNanos(entry().ageNanos())).isEqualTo(Duration.ofSeconds(30));
    clock.advance(Duration.ofSeconds(11));
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void aRememberedStateFromTheFutureOrFromLongAgoIsUnknown() {
    var remembered = healthy();
    board.restore(registration, remembered, clock.instant().minusSeconds(5));
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
    board.restore(registration, remembered, clock.instant().plusSeconds(3600));
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void aShorterIntervalMakesNothingStaleThatWasNotSoBefore() {
    var slow = Given.service("a", Given.schedule(1800), Rules.DEFAULT);
    board.apply(arrivalOf(Given.registration(1, slow)));
    cell().post(healthy(), clock.nanos());
    clock.advance(Duration.ofMinutes(10));
    board.apply(arrivalOf(registration));
    assertThat(sweeper.sweep()).isZero();
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
    clock.advance(Duration.ofSeconds(41));
    assertThat(sweeper.sweep()).isEqualTo(1);
  }

  @Test
  void aRedefinitionMakesNothingFreshThatWasStale() {
    arrive();
    cell().post(healthy(), clock.nanos());
    clock.advance(Duration.ofSeconds(41));
    board.apply(arrivalOf(Given.registration(1, Given.inGroups("a", "g"))));
    assertThat(entry().health()).isEqualTo(Health.UNKNOWN);
  }

  @Test
  void noReaderSeesAnOldStateAsFresh() throws InterruptedException {
    arrive();
    var dead =
        Judge.judge(
            registration, healthy(), Given.outcome(Given.attempt(Reason.RESET), clock.instant()));
    var remembered = healthy();
    clock.advance(Duration.ofMinutes(5));
    var falseGreens = new AtomicInteger();
    var posting =
        Thread.ofPlatform()
            .start(() -> {
              for (int i = 0; i < 200_000; i++) {
                board.restore(registration, remembered, clock.instant());
                cell().post(dead.state(), clock.nanos());
              }
            });
    while (posting.isAlive()) {
      var seen = entry();
      if (seen.health() == Health.HEALTHY) {
        falseGreens.incrementAndGet();
      }
    }
    posting.join();
    assertThat(falseGreens).hasValue(0);
  }

  private static Difference arrivalOf(Registration arriving) {
    return new Difference(List.of(Difference.Arrival.unchanged(arriving)), List.of());
  }

  @Test
  void aRedefinedServiceKeepsItsState() {
    arrive();
    cell().post(healthy(), clock.nanos());
    var redefined = Given.registration(1, Given.inGroups("a", "g"));
    board.apply(new Difference(List.of(Difference.Arrival.unchanged(redefined)), List.of()));
    assertThat(entry().health()).isEqualTo(Health.HEALTHY);
    assertThat(entry().registration()).isEqualTo(redefined);
  }

  @Test
  void groupsCountHealthyAndDegradedAsGood() {
    for (var id : List.of("a", "b", "c")) {
      var member = Given.registration(id.charAt(0), Given.inGroups(id, "shop", "all"));
      board.apply(new Difference(List.of(Difference.Arrival.unchanged(member)), List.of()));
    }
    cell().post(healthy(), clock.nanos());
    var views = new Views(board);
    assertThat(views.groups().keySet()).containsExactly("all", "shop");
    var shop = views.group("shop").orElseThrow();
    assertThat(shop.entries()).hasSize(3);
    assertThat(shop.good()).isEqualTo(1);
    assertThat(shop.healthPercentage().orElseThrow())
        .isCloseTo(33.33, org.assertj.core.data.Offset.offset(0.01));
    assertThat(views.group("none")).isEmpty();
  }
}
