package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Health;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TurnedClock clock = new TurnedClock();
  private final ScriptedProber prober = new ScriptedProber(clock);
  private final Board board = new Board(clock);
  private final LaneMeter meter = new LaneMeter();
  private final List<Sink.Judged> judged = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private Lane lane = lane(1000);
  private long number;

  private Lane lane(int places) {
    var equipment =
        new Lane.Equipment(
            clock, prober, LaneRig.trusting(clock), clock, clock, List.of(judged::add));
    var made = new Lane(equipment, new Rhythm(clock.nanos()), places, meter);
    made.start(failures::add);
    return made;
  }

  private Registration add(Service service, boolean atOnce) {
    var known = board.byId(service.id()).map(BoardEntry::registration);
    var registration =
        Given.registration(known.map(Registration::number).orElseGet(() -> ++number), service);
    var timing = atOnce ? Difference.Timing.NOW : Difference.Timing.NEXT_BEAT;
    var arrival = new Difference.Arrival(registration, timing);
    var placement = board.apply(new Difference(List.of(arrival), List.of()));
    lane.apply(placement.arrived(), placement.departed());
    return registration;
  }

  private void remove(Registration registration) {
    var placement = board.apply(new Difference(List.of(), List.of(registration)));
    lane.apply(placement.arrived(), placement.departed());
  }

  private Board.Cell cell(String id) {
    return Objects.requireNonNull(board.cell(id));
  }

  private Health health(String id) {
    return board.byId(id).orElseThrow().health();
  }

  private static Schedule retrying(int interval, int timeout, int retries, int backoffMillis) {
    return new Schedule(
        Duration.ofSeconds(interval),
        Duration.ofSeconds(timeout),
        retries,
        Duration.ofMillis(backoffMillis));
  }

  private static long[] gaps(List<ScriptedProber.Seen> seen) {
    return IntStream.range(1, seen.size())
        .mapToLong(i -> seen.get(i).startNanos() - seen.get(i - 1).startNanos())
        .toArray();
  }

  @Nested
  class Rhythms {
    @Test
    void aServiceAddedAloneIsCheckedAtOnceAndThenJoinsItsPhase() {
      add(Given.service("a"), true);
      clock.advance(Duration.ofMillis(20));
      assertThat(prober.log).hasSize(1);
      clock.advance(Duration.ofSeconds(100));
      var gaps = gaps(prober.of("a"));
      assertThat(gaps[0]).isBetween(SECOND.toNanos() * 5 - 20_000_000, SECOND.toNanos() * 15);
      assertThat(LongStream.of(gaps).skip(1))
          .allSatisfy(gap -> assertThat(gap).isBetween(9_990_000_000L, 10_010_000_000L));
    }

    @Test
    void firstChecksOfManySpreadOverTheFirstInterval() {
      for (int i = 0; i < 1000; i++) {
        add(Given.service("s-" + i), false);
      }
      clock.advance(SECOND);
      assertThat(prober.log.size()).isBetween(70, 130);
      clock.advance(SECOND.multipliedBy(9));
      assertThat(prober.log.size()).isBetween(999, 1001);
    }

    @Test
    void cadenceNeverDrifts() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(777)));
      add(Given.service("a"), false);
      clock.advance(Duration.ofSeconds(100_000));
      assertThat(prober.log).hasSize(10_000);
      assertThat(meter.skipped()).isZero();
    }

    @Test
    void beatsMissedWhileTheProcessWasStoppedAreSkippedAndCountedNotReplayed() {
      add(Given.service("a"), true);
      clock.advance(Duration.ofMinutes(1));
      int before = prober.log.size();
      clock.freeze(Duration.ofSeconds(100));
      clock.advance(Duration.ofSeconds(5));
      assertThat(prober.log).hasSize(before + 1);
      clock.advance(Duration.ofSeconds(20));
      assertThat(meter.skipped()).isBetween(9L, 11L);
    }

    @Test
    void aStepOfTheWallClockChangesNothing() {
      add(Given.service("a"), true);
      clock.advance(Duration.ofSeconds(50));
      clock.stepWall(Duration.ofHours(-1));
      clock.advance(Duration.ofSeconds(50));
      clock.stepWall(Duration.ofHours(2));
      clock.advance(Duration.ofSeconds(50));
      assertThat(LongStream.of(gaps(prober.of("a"))).skip(1))
          .allSatisfy(gap -> assertThat(gap).isBetween(9_990_000_000L, 10_010_000_000L));
      assertThat(health("a")).isEqualTo(Health.HEALTHY);
    }
  }

  @Nested
  class Retries {
    @Test
    void aFailedAttemptIsRepeatedInsideOneCheck() {
      prober.script(
          "a",
          n -> new ScriptedProber.Answer(n < 2 ? Reason.RESET : Reason.OK, Duration.ofMillis(1)));
      add(Given.service("a", retrying(30, 5, 2, 500), Rules.DEFAULT), true);
      clock.advance(Duration.ofSeconds(3));
      assertThat(judged).hasSize(1);
      assertThat(judged.getFirst().outcome().attempts()).isEqualTo(3);
      assertThat(health("a")).isEqualTo(Health.HEALTHY);
      assertThat(meter.retries()).isEqualTo(2);
    }

    @Test
    void thereAreNoMoreThanTheRetries() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.RESET, Duration.ofMillis(1)));
      add(Given.service("a", retrying(30, 5, 2, 500), Rules.DEFAULT), true);
      clock.advance(Duration.ofSeconds(10));
      assertThat(prober.log).hasSize(3);
      assertThat(health("a")).isEqualTo(Health.DEAD);
    }

    @Test
    void whatARetryCannotMendIsNotRepeated() {
      prober.script(
          "a", n -> new ScriptedProber.Answer(Reason.TLS_CERTIFICATE, Duration.ofMillis(1)));
      add(Given.service("a", retrying(30, 5, 2, 500), Rules.DEFAULT), true);
      clock.advance(Duration.ofSeconds(10));
      assertThat(prober.log).hasSize(1);
    }

    @Test
    void allAttemptsEndBeforeTheNextBeat() {
      prober.hang("a");
      add(Given.service("a", retrying(10, 5, 9, 500), Rules.DEFAULT), true);
      clock.advance(Duration.ofMinutes(5));
      assertThat(meter.skipped()).isZero();
      assertThat(judged.size()).isBetween(29, 31);
      assertThat(prober.mostInFlight).isEqualTo(1);
      assertThat(judged).allSatisfy(j -> assertThat(j.outcome().attempts()).isBetween(1, 3));
    }

    @Test
    void aRetryThatHadLessThanItsTimeAndRanOutOfItSaysNothingOfTheTarget() {
      prober.script(
          "a", n -> new ScriptedProber.Answer(Reason.BAD_RESPONSE, Duration.ofSeconds(4)));
      add(Given.service("a", retrying(10, 5, 2, 500), Rules.DEFAULT), false);
      clock.advance(Duration.ofMinutes(2));
      assertThat(judged).hasSizeGreaterThan(10);
      assertThat(judged)
          .allSatisfy(j -> assertThat(j.sample().reason()).isEqualTo(Reason.BAD_RESPONSE));
    }

    @Test
    void anAttemptAsLongAsTheIntervalCostsNoBeat() {
      prober.hang("a");
      add(Given.service("a", retrying(2, 5, 0, 0), Rules.DEFAULT), true);
      clock.advance(Duration.ofSeconds(100));
      assertThat(meter.skipped()).isZero();
      assertThat(judged.size()).isBetween(48, 51);
      assertThat(prober.mostInFlight).isEqualTo(1);
    }

    @Test
    void backoffHoldsNoPlace() {
      lane = lane(1);
      prober.script("a", n -> new ScriptedProber.Answer(Reason.RESET, Duration.ofMillis(1)));
      add(Given.service("a", retrying(30, 5, 1, 10_000), Rules.DEFAULT), true);
      add(Given.service("b"), true);
      clock.advance(Duration.ofMillis(40));
      assertThat(prober.of("a")).hasSize(1);
      assertThat(health("b")).isEqualTo(Health.HEALTHY);
    }
  }

  @Nested
  class Places {
    @Test
    void noMoreAreInFlightThanThereArePlaces() {
      lane = lane(8);
      for (int i = 0; i < 100; i++) {
        prober.script("s-" + i, n -> new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(50)));
        add(Given.service("s-" + i), true);
      }
      clock.advance(Duration.ofSeconds(2));
      assertThat(prober.mostInFlight).isEqualTo(8);
      assertThat(prober.log).hasSize(100);
    }

    @Test
    void blackHolesCannotStarveTheRest() {
      lane = lane(8);
      for (int i = 0; i < 50; i++) {
        prober.hang("hole-" + i);
        add(Given.service("hole-" + i), false);
        add(Given.service("good-" + i), false);
      }
      clock.advance(Duration.ofMinutes(2));
      int before = prober.log.size();
      clock.advance(Duration.ofSeconds(100));
      var good = prober.log.stream().skip(before).filter(s -> s.path().startsWith("/good")).count();
      assertThat(good).isBetween(499L, 501L);
      assertThat(meter.gauges().suspects()).isLessThanOrEqualTo(6);
    }

    @Test
    void probesThatAnswerBeforeTheyReturnDoNotPileUpOnTheStack() {
      lane = lane(1);
      for (int i = 0; i < 20_000; i++) {
        prober.script("s-" + i, n -> new ScriptedProber.Answer(Reason.OK, Duration.ZERO));
        add(Given.service("s-" + i), true);
      }
      prober.script("slow", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      add(Given.service("slow"), true);
      clock.advance(Duration.ofSeconds(3));
      assertThat(failures).isEmpty();
      assertThat(prober.log).hasSize(20_001);
    }
  }

  @Nested
  class Redefinitions {
    @Test
    void anAttemptUnderWayIsDroppedAndTheNewDefinitionCheckedAtOnceWithoutOverlap() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.RESET, Duration.ofSeconds(2)));
      add(Given.service("a"), true);
      clock.advance(SECOND);
      add(changed("a", "/other"), true);
      clock.advance(Duration.ofMillis(1500));
      assertThat(prober.mostInFlight).isEqualTo(1);
      assertThat(prober.of("other")).hasSize(1);
      assertThat(judged).hasSize(1);
      assertThat(health("a")).isEqualTo(Health.HEALTHY);
    }

    @Test
    void newLabelsChangeNothingInWhenItIsChecked() {
      add(Given.service("a"), true);
      clock.advance(Duration.ofSeconds(30));
      int before = prober.log.size();
      for (int i = 0; i < 50; i++) {
        var registration = Given.registration(1, Given.inGroups("a", "group-" + i));
        var arrival = new Difference.Arrival(registration, Difference.Timing.AS_IT_WAS);
        var placement = board.apply(new Difference(List.of(arrival), List.of()));
        lane.apply(placement.arrived(), placement.departed());
        clock.advance(Duration.ofMillis(100));
      }
      assertThat(prober.log.size() - before).isBetween(0, 1);
      assertThat(meter.skipped()).isZero();
    }

    @Test
    void aRemovedServiceIsNeverProbedAgainAndItsLateAnswerIsForgotten() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      var registration = add(Given.service("a"), true);
      clock.advance(Duration.ofMillis(100));
      remove(registration);
      clock.advance(Duration.ofMinutes(1));
      assertThat(prober.log).hasSize(1);
      assertThat(judged).isEmpty();
      assertThat(board.byId("a")).isEmpty();
    }

    @Test
    void aServiceRemovedAndAddedAgainStartsAnew() {
      var registration = add(Given.service("a"), true);
      clock.advance(SECOND);
      remove(registration);
      add(Given.service("a"), true);
      clock.advance(SECOND);
      assertThat(board.byId("a").orElseThrow().state().tally().ticks()).isEqualTo(1);
    }

    private static Service changed(String id, String path) {
      var plain = Given.service(id);
      return new Service(
          plain.identity(),
          plain.source(),
          Given.check(path),
          plain.schedule(),
          plain.rules(),
          plain.labels());
    }
  }

  @Nested
  class Troubles {
    @Test
    void aSinkThatThrowsHurtsNobody() {
      var equipment =
          new Lane.Equipment(
              clock,
              prober,
              LaneRig.trusting(clock),
              clock,
              clock,
              List.of(
                  j -> {
                    throw new IllegalStateException("sick sink");
                  },
                  judged::add));
      lane = new Lane(equipment, new Rhythm(clock.nanos()), 10, meter);
      lane.start(failures::add);
      add(Given.service("a"), true);
      clock.advance(SECOND);
      assertThat(judged).hasSize(1);
      assertThat(meter.sinkFailures()).isEqualTo(1);
      assertThat(failures).isEmpty();
    }

    @Test
    void aProbeThatThrowsIsOurOwnFaultAndTheLaneGoesOn() {
      prober.script(
          "a",
          n -> {
            throw new IllegalStateException("bug");
          });
      add(Given.service("a"), true);
      add(Given.service("b"), true);
      clock.advance(SECOND);
      assertThat(health("a")).isEqualTo(Health.UNKNOWN);
      assertThat(health("b")).isEqualTo(Health.HEALTHY);
      assertThat(failures).isEmpty();
    }
  }

  @Nested
  class ChecksOnDemand {
    @Test
    void tellWhenTheStateIsOnTheBoard() {
      add(Given.service("a"), false);
      var told = new ArrayList<Health>();
      lane.checkNow(cell("a"), () -> told.add(health("a")));
      clock.advance(Duration.ofMillis(50));
      assertThat(told).containsExactly(Health.HEALTHY);
    }

    @Test
    void joinTheCheckUnderWay() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      add(Given.service("a"), true);
      clock.advance(Duration.ofMillis(100));
      var told = new ArrayList<String>();
      lane.checkNow(cell("a"), () -> told.add("first"));
      lane.checkNow(cell("a"), () -> told.add("second"));
      clock.advance(Duration.ofSeconds(2));
      assertThat(told).containsExactly("first", "second");
      assertThat(prober.log).hasSize(1);
    }

    @Test
    void areAnsweredWhenTheLaneStops() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      add(Given.service("a"), true);
      clock.advance(Duration.ofMillis(100));
      var told = new ArrayList<String>();
      lane.checkNow(cell("a"), () -> told.add("under way"));
      lane.stop();
      lane.checkNow(cell("a"), () -> told.add("too late"));
      clock.settle();
      assertThat(told).containsExactly("under way", "too late");
    }

    @Test
    void areAnsweredWhenTheServiceGoesAway() {
      prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      var registration = add(Given.service("a"), true);
      clock.advance(Duration.ofMillis(100));
      var told = new ArrayList<String>();
      lane.checkNow(cell("a"), () -> told.add("told"));
      clock.settle();
      remove(registration);
      clock.settle();
      assertThat(told).containsExactly("told");
    }
  }
}
