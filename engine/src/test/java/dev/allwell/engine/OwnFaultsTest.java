package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Health;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// What goes wrong with us is never held against a target. Each fault has its broken control.
class OwnFaultsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private LaneRig rig = new LaneRig(1000);

  private List<Reason> reasons() {
    return rig.judged.stream().map(judged -> judged.sample().reason()).toList();
  }

  private static Service every(String id, int seconds, int retries) {
    var schedule =
        new Schedule(
            Duration.ofSeconds(seconds), Duration.ofSeconds(5), retries, Duration.ofMillis(100));
    return Given.service(id, schedule, Rules.DEFAULT);
  }

  @Nested
  class Cancellation {
    @Test
    void aRemovedServicesAttemptEndsAtOnceAndItsPlaceIsFree() {
      rig = new LaneRig(1);
      rig.prober.hang("a");
      var gone = rig.add(Given.service("a"));
      rig.turn(Duration.ofMillis(20));
      rig.add(Given.service("b"));
      rig.turn(Duration.ofMillis(20));
      assertThat(rig.prober.of("b")).isEmpty();
      rig.remove(gone);
      rig.clock.settle();
      assertThat(rig.prober.cancelled).containsExactly("/a");
      assertThat(rig.prober.of("b")).hasSize(1);
      rig.turn(SECOND);
      assertThat(rig.judged).hasSize(1);
      assertThat(rig.failures).isEmpty();
    }

    @Test
    void aRedefinitionEndsTheAttemptAndTheNewOneBeginsAtOnce() {
      rig.prober.hang("a");
      rig.add(Given.service("a"));
      rig.turn(Duration.ofMillis(20));
      rig.add(LaneRig.checked("a", Given.check("/other")));
      rig.clock.settle();
      assertThat(rig.prober.cancelled).containsExactly("/a");
      assertThat(rig.prober.of("other")).hasSize(1);
      assertThat(rig.prober.mostInFlight).isEqualTo(1);
      rig.turn(SECOND);
      assertThat(reasons()).containsExactly(Reason.OK);
    }

    @Test
    void newLabelsCancelNothing() {
      rig.prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      rig.add(Given.service("a"));
      rig.turn(Duration.ofMillis(20));
      rig.add(Given.inGroups("a", "group"));
      rig.turn(Duration.ofSeconds(2));
      assertThat(rig.prober.cancelled).isEmpty();
      assertThat(reasons()).containsExactly(Reason.OK);
    }

    @Test
    void aTrialThatRestsBetweenAttemptsGivesWayAtOnce() {
      rig.prober.script("a", n -> new ScriptedProber.Answer(Reason.RESET, Duration.ofMillis(1)));
      var schedule = new Schedule(Duration.ofSeconds(60), SECOND, 3, Duration.ofSeconds(10));
      rig.add(Given.service("a", schedule, Rules.DEFAULT));
      rig.turn(Duration.ofMillis(20));
      rig.add(LaneRig.checked("a", Given.check("/other")));
      rig.clock.settle();
      assertThat(rig.prober.of("other")).hasSize(1);
    }

    @Test
    void aLaneThatStopsEndsAllOfThem() {
      for (int i = 0; i < 100; i++) {
        rig.prober.hang("s-" + i);
        rig.add(Given.service("s-" + i));
      }
      rig.turn(Duration.ofMillis(20));
      rig.lane.stop();
      rig.clock.settle();
      assertThat(rig.prober.inFlight).isZero();
      rig.turn(Duration.ofSeconds(60));
      assertThat(rig.judged).isEmpty();
    }

    @Test
    void aThousandRemovalsLeaveNothingBehind() {
      rig = new LaneRig(10);
      for (int i = 0; i < 1000; i++) {
        rig.prober.hang("s-" + i);
        Registration gone = rig.add(Given.service("s-" + i));
        rig.turn(Duration.ofMillis(20));
        rig.remove(gone);
        rig.clock.settle();
      }
      assertThat(rig.prober.cancelled).hasSize(1000);
      rig.turn(SECOND);
      assertThat(rig.meter.gauges().inFlight()).isZero();
      assertThat(rig.meter.gauges().services()).isZero();
    }
  }

  @Nested
  class Pauses {
    @Test
    void whatStraddlesOneIsMadeAgainAndHeldAgainstNobody() {
      rig.prober.script(
          "a",
          n ->
              n == 1
                  ? new ScriptedProber.Answer(Reason.TIMEOUT_CONNECT, SECOND)
                  : new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(1)));
      stopInTheSecondCheck();
      assertThat(reasons()).doesNotContain(Reason.TIMEOUT_CONNECT);
      assertThat(rig.entry("a").health()).isEqualTo(Health.HEALTHY);
      assertThat(rig.faults.pauses()).isEqualTo(1);
      assertThat(rig.faults.pausedNanos()).isGreaterThanOrEqualTo(SECOND.toNanos() * 3);
      assertThat(rig.faults.attempts(Reason.PAUSED)).isEqualTo(1);
    }

    @Test
    void withoutTheSenseForItTheTargetIsBlamed() {
      rig = new LaneRig(1000, false);
      rig.prober.script(
          "a",
          n ->
              n == 1
                  ? new ScriptedProber.Answer(Reason.TIMEOUT_CONNECT, SECOND)
                  : new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(1)));
      stopInTheSecondCheck();
      assertThat(reasons()).contains(Reason.TIMEOUT_CONNECT);
    }

    private void stopInTheSecondCheck() {
      rig.add(every("a", 30, 0));
      while (rig.prober.of("a").size() < 2) {
        rig.turn(Duration.ofMillis(10));
      }
      rig.clock.freeze(Duration.ofSeconds(3));
      rig.turn(Duration.ofSeconds(10));
    }

    @Test
    void anAnswerThatStraddlesOneIsVoidToo() {
      rig.prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(100)));
      rig.add(every("a", 10, 0));
      rig.turn(Duration.ofMillis(50));
      rig.clock.freeze(SECOND);
      rig.turn(Duration.ofSeconds(3));
      assertThat(rig.prober.of("a")).hasSize(2);
      assertThat(reasons()).containsExactly(Reason.OK);
      assertThat(rig.judged.getFirst().outcome().attempts()).isEqualTo(2);
    }

    @Test
    void aBlackHoleIsFoundAlthoughOneIsOftenStillForAMoment() {
      rig.prober.hang("a");
      rig.add(every("a", 10, 0));
      for (int i = 0; i < 20; i++) { // so that no attempt of 5 s straddles two
        rig.turn(Duration.ofMillis(5700));
        rig.clock.freeze(Duration.ofMillis(300));
      }
      assertThat(rig.faults.pauses()).isGreaterThan(15);
      assertThat(reasons()).hasSizeGreaterThan(4).containsOnly(Reason.TIMEOUT_CONNECT);
    }

    @Test
    void oneThatWasStillForMuchOfItsTimeSaysNothing() {
      rig.prober.hang("a");
      rig.add(every("a", 10, 0));
      for (int i = 0; i < 20; i++) {
        rig.turn(Duration.ofMillis(1500));
        rig.clock.freeze(Duration.ofMillis(500));
      }
      assertThat(reasons()).hasSizeGreaterThan(1).containsOnly(Reason.PAUSED);
    }

    @Test
    void shortHiccupsAreNone() {
      rig.add(every("a", 10, 0));
      for (int i = 0; i < 100; i++) {
        rig.turn(Duration.ofMillis(100));
        rig.clock.freeze(Duration.ofMillis(200));
      }
      assertThat(rig.faults.pauses()).isZero();
      assertThat(reasons()).hasSizeGreaterThan(1).containsOnly(Reason.OK);
    }

    @Test
    void afterOneTheChecksAreSpreadAndNotMadeInABurst() {
      rig = new LaneRig(20_000);
      for (int i = 0; i < 2000; i++) {
        rig.add(every("s-" + i, 20, 0));
      }
      rig.turn(Duration.ofSeconds(60));
      rig.clock.freeze(Duration.ofSeconds(30));
      int before = rig.prober.log.size();
      rig.turn(SECOND);
      assertThat(rig.prober.log.size() - before).isBetween(150, 450);
      rig.turn(Duration.ofSeconds(10));
      assertThat(rig.prober.log.stream().skip(before).map(s -> s.path()).distinct()).hasSize(2000);
    }

    @Test
    void oneThatIsLongerThanTheIntervalIsFollowedByACheckSoon() {
      rig.prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, SECOND));
      rig.add(every("a", 20, 0));
      rig.turn(Duration.ofMillis(500));
      rig.clock.freeze(Duration.ofMinutes(5));
      rig.turn(Duration.ofSeconds(12));
      assertThat(reasons()).containsExactly(Reason.PAUSED, Reason.OK);
    }

    @Test
    void theyAreShownAsUnknownOnlyWhenTheyLast() {
      rig.prober.script(
          "a", n -> new ScriptedProber.Answer(n == 0 ? Reason.OK : Reason.NO_PORTS, Duration.ZERO));
      rig.add(every("a", 10, 0));
      rig.turn(Duration.ofSeconds(35));
      assertThat(rig.entry("a").health()).isEqualTo(Health.HEALTHY);
      assertThat(rig.entry("a").state().tally().ticks()).isEqualTo(1);
      rig.turn(Duration.ofSeconds(10));
      assertThat(rig.entry("a").health()).isEqualTo(Health.UNKNOWN);
      assertThat(rig.entry("a").ready()).isFalse();
      assertThat(rig.judged)
          .allSatisfy(judged -> assertThat(judged.state().health()).isEqualTo(Health.HEALTHY));
    }
  }

  @Nested
  class Shown {
    private void failing(int well, Reason reason) {
      rig.prober.script(
          "a", n -> new ScriptedProber.Answer(n < well ? Reason.OK : reason, Duration.ofMillis(1)));
      rig.add(every("a", 10, 0));
    }

    private Member member() {
      return Member.of(rig.entry("a"), Grouping.USUAL, Given.NOON);
    }

    @Test
    void oneThatWasThereFromTheStartIsNamedAndHeldAgainstNobody() {
      failing(0, Reason.PROXY_FAILED);
      rig.turn(SECOND);
      assertThat(rig.entry("a").ownFault().map(OwnFault::reason)).contains(Reason.PROXY_FAILED);
      assertThat(rig.entry("a").state().tally()).isEqualTo(Tally.EMPTY);
      assertThat(rig.entry("a").health()).isEqualTo(Health.UNKNOWN);
      assertThat(member().output()).startsWith("not checked yet: proxy-failed");
      assertThat(member().convicted()).isFalse();
      rig.turn(Duration.ofMinutes(5));
      assertThat(member().output()).startsWith("not checked yet: proxy-failed");
    }

    @Test
    void oneThatLastsIsNamedOnceTheStateIsStale() {
      failing(1, Reason.NO_PORTS);
      rig.turn(Duration.ofSeconds(12));
      assertThat(rig.entry("a").ownFault().map(OwnFault::reason)).contains(Reason.NO_PORTS);
      assertThat(member().output()).isEqualTo("OK");
      rig.turn(Duration.ofMinutes(1));
      assertThat(member().output()).startsWith("not checked for ").contains(" s: no-ports");
    }

    @Test
    void oneThatIsOverIsForgotten() {
      rig.prober.script(
          "a",
          n ->
              new ScriptedProber.Answer(
                  n == 0 ? Reason.PROXY_FAILED : Reason.OK, Duration.ofMillis(1)));
      rig.add(every("a", 10, 0));
      rig.turn(SECOND);
      assertThat(rig.entry("a").ownFault()).isPresent();
      rig.turn(Duration.ofSeconds(12));
      assertThat(rig.entry("a").ownFault()).isEmpty();
    }

    @Test
    void oneOfAnotherWayToItIsForgottenAtOnce() {
      failing(0, Reason.PROXY_FAILED);
      rig.turn(SECOND);
      rig.prober.hang("other");
      rig.add(LaneRig.checked("a", Given.check("/other")));
      assertThat(rig.entry("a").ownFault()).isEmpty();
    }

    @Test
    void whatWasVoidIsNone() {
      rig.prober.hang("a");
      rig.add(every("a", 10, 0));
      for (int i = 0; i < 20; i++) {
        rig.turn(Duration.ofMillis(1500));
        rig.clock.freeze(Duration.ofMillis(500));
      }
      assertThat(reasons()).isNotEmpty().containsOnly(Reason.PAUSED);
      assertThat(rig.entry("a").ownFault()).isEmpty();
    }
  }

  @Nested
  class Steps {
    @Test
    void aFailureThatStraddlesOneIsVoid() {
      rig.prober.script(
          "a",
          n ->
              new ScriptedProber.Answer(
                  n == 0 ? Reason.TLS_CERTIFICATE : Reason.OK, Duration.ofMillis(300)));
      rig.add(every("a", 10, 0));
      rig.turn(Duration.ofMillis(100));
      rig.clock.stepWall(Duration.ofHours(1));
      rig.turn(Duration.ofSeconds(2));
      assertThat(reasons()).containsExactly(Reason.OK);
      assertThat(rig.faults.steps()).isEqualTo(1);
      assertThat(rig.faults.attempts(Reason.CLOCK_STEPPED)).isEqualTo(1);
    }

    @Test
    void anAnswerInTheClearThatStraddlesOneCounts() {
      rig.prober.script("a", n -> new ScriptedProber.Answer(Reason.OK, Duration.ofMillis(300)));
      rig.add(every("a", 10, 0));
      rig.turn(Duration.ofMillis(100));
      rig.clock.stepWall(Duration.ofHours(-1));
      rig.turn(Duration.ofSeconds(2));
      assertThat(rig.prober.of("a")).hasSize(1);
      assertThat(reasons()).containsExactly(Reason.OK);
    }

    @Test
    void withoutTheSenseForItTheTargetIsBlamed() {
      rig = new LaneRig(10, false);
      rig.prober.script(
          "a", n -> new ScriptedProber.Answer(Reason.TLS_CERTIFICATE, Duration.ofMillis(300)));
      rig.add(every("a", 10, 0));
      rig.turn(Duration.ofMillis(100));
      rig.clock.stepWall(Duration.ofHours(1));
      rig.turn(Duration.ofSeconds(2));
      assertThat(reasons()).containsExactly(Reason.TLS_CERTIFICATE);
    }

    @Test
    void noStretchAndNoAgeIsEverNegative() {
      rig.prober.script(
          "a",
          n ->
              new ScriptedProber.Answer(
                  n % 2 == 0 ? Reason.OK : Reason.RESET, Duration.ofMillis(1)));
      rig.add(every("a", 10, 0));
      for (int i = 0; i < 20; i++) {
        rig.turn(Duration.ofSeconds(10));
        rig.clock.stepWall(Duration.ofHours(i % 2 == 0 ? -1 : 1));
        assertThat(rig.entry("a").ageNanos()).isBetween(0L, SECOND.toNanos() * 11);
      }
      var opened = new ArrayList<java.time.Instant>();
      rig.judged.forEach(judged -> opened.add(judged.state().verdict().opened().orElseThrow()));
      assertThat(opened).isSorted();
      var starts = rig.prober.of("a").stream().mapToLong(ScriptedProber.Seen::startNanos).toArray();
      assertThat(LongStream.range(2, starts.length).map(i -> starts[(int) i] - starts[(int) i - 1]))
          .allSatisfy(gap -> assertThat(gap).isBetween(9_990_000_000L, 10_010_000_000L));
    }
  }

  @Nested
  class Witnesses {
    @Test
    void silentCanariesExcuseWhatCannotBeReached() {
      rig.canariesAnswer = false;
      rig.prober.hang("a");
      rig.add(LaneRig.remote("a"));
      rig.turn(Duration.ofSeconds(8));
      assertThat(reasons()).containsExactly(Reason.ISOLATED);
      assertThat(rig.faults.isolated()).isTrue();
      rig.canariesAnswer = true;
      rig.turn(Duration.ofSeconds(3));
      assertThat(rig.faults.isolated()).isFalse();
      rig.turn(Duration.ofSeconds(20));
      assertThat(reasons()).endsWith(Reason.TIMEOUT_CONNECT);
      assertThat(rig.entry("a").health()).isEqualTo(Health.DEAD);
    }

    @Test
    void withCanariesThatAnswerTheTargetIsDead() {
      rig.prober.hang("a");
      rig.add(LaneRig.remote("a"));
      rig.turn(Duration.ofSeconds(8));
      assertThat(reasons()).containsExactly(Reason.TIMEOUT_CONNECT);
    }

    @Test
    void noOutageOfOursExcusesTheLoopback() {
      rig.canariesAnswer = false;
      rig.prober.hang("a");
      rig.add(Given.service("a"));
      rig.turn(Duration.ofSeconds(8));
      assertThat(reasons()).containsExactly(Reason.TIMEOUT_CONNECT);
      assertThat(rig.canariesAsked).isZero();
    }

    @Test
    void anAttemptThatBeganWhileWeWereCutOffIsExcusedToo() {
      rig.canariesAnswer = false;
      rig.prober.hang("a");
      rig.prober.script(
          "b", n -> new ScriptedProber.Answer(Reason.CONNECT_UNREACHABLE, Duration.ofMillis(1)));
      rig.add(LaneRig.remote("b"));
      rig.turn(Duration.ofSeconds(3));
      assertThat(rig.faults.isolated()).isTrue();
      rig.add(LaneRig.remote("a"));
      rig.turn(Duration.ofMillis(50));
      rig.canariesAnswer = true;
      rig.turn(Duration.ofSeconds(3));
      assertThat(rig.faults.isolated()).isFalse();
      rig.turn(Duration.ofSeconds(3));
      assertThat(reasons()).contains(Reason.ISOLATED).doesNotContain(Reason.TIMEOUT_CONNECT);
    }

    @Test
    void aStormOfFailuresAsksLittle() {
      for (int i = 0; i < 1000; i++) {
        rig.prober.script(
            "s-" + i, n -> new ScriptedProber.Answer(Reason.CONNECT_UNREACHABLE, Duration.ZERO));
        rig.add(LaneRig.remote("s-" + i));
      }
      rig.turn(Duration.ofSeconds(10));
      assertThat(rig.judged).hasSizeGreaterThanOrEqualTo(1000);
      assertThat(rig.canariesAsked).isLessThanOrEqualTo(42);
    }

    @Test
    void aSilentResolverExcusesWhatCannotBeResolved() {
      rig.resolverAnswers = false;
      rig.prober.script(
          "a", n -> new ScriptedProber.Answer(Reason.DNS_FAILED, Duration.ofMillis(1)));
      rig.add(
          LaneRig.checked(
              "a", HttpCheck.of(false, new dev.allwell.model.Endpoint("a.test", 80), "/a")));
      rig.turn(Duration.ofSeconds(1));
      assertThat(reasons()).containsExactly(Reason.NO_RESOLVER);
    }

    @Test
    void whileAWitnessIsAskedNoPlaceIsHeld() {
      rig = new LaneRig(1);
      rig.canariesAnswer = false;
      rig.prober.script(
          "a", n -> new ScriptedProber.Answer(Reason.CONNECT_UNREACHABLE, Duration.ofMillis(1)));
      rig.add(LaneRig.remote("a"));
      rig.turn(Duration.ofMillis(30));
      rig.add(Given.service("b"));
      rig.turn(Duration.ofMillis(30));
      assertThat(reasons()).containsExactly(Reason.OK);
      var removed = rig.entry("a").registration();
      rig.remove(removed);
      rig.turn(Duration.ofSeconds(5));
      assertThat(reasons()).containsOnly(Reason.OK);
      assertThat(rig.failures).isEmpty();
    }
  }
}
