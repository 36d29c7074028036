package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Attempt;
import dev.allwell.model.Event;
import dev.allwell.model.Guidance;
import dev.allwell.model.Health;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Service;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private Registration registration = given(Rules.DEFAULT);
  private State state = State.NEW;
  private Instant now = Given.NOON;
  private List<Event> events = List.of();

  private static Registration given(Rules rules) {
    return Given.registration(1, Given.service("a", Given.schedule(10), rules));
  }

  private void see(Attempt attempt) {
    now = now.plusSeconds(10);
    var judgement = Judge.judge(registration, state, Given.outcome(attempt, now));
    state = judgement.state();
    events = judgement.events();
  }

  private void see(Reason... reasons) {
    for (var reason : reasons) {
      see(Given.attempt(reason));
    }
  }

  private Health health() {
    return state.health();
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void eachReasonStandsForItsHealth(Reason reason) {
    see(reason);
    assertThat(health()).isEqualTo(reason.health());
    assertThat(state.tally().latest().map(Sample::reason))
        .isEqualTo(reason.ours() ? Optional.empty() : Optional.of(reason));
  }

  @Nested
  class TheFirstCheck {
    @Test
    void beginsAStretchOfUptimeWhenGood() {
      see(Reason.OK);
      assertThat(events)
          .containsExactly(
              new Event.Began(registration, state.verdict(), Standing.NONE, null, now),
              new Event.Turned(registration, Health.UNKNOWN, state.verdict(), now));
      assertThat(state.verdict().opened()).contains(now);
    }

    @Test
    void staysUnknownWhenBadUntilTheThresholdConfirmsIt() {
      registration = given(Given.thresholds(2, 1));
      see(Reason.RESET);
      assertThat(health()).isEqualTo(Health.UNKNOWN);
      assertThat(events).isEmpty();
      see(Reason.RESET);
      assertThat(health()).isEqualTo(Health.DEAD);
    }
  }

  @Nested
  class Thresholds {
    @Test
    void goodTurnsBadAtTheConfirmingCheckAndTheEventStartsThere() {
      registration = given(Given.thresholds(3, 1));
      see(Reason.OK, Reason.RESET, Reason.RESET);
      assertThat(health()).isEqualTo(Health.HEALTHY);
      assertThat(state.tally().consecutiveFailures()).isEqualTo(2);
      see(Reason.RESET);
      assertThat(health()).isEqualTo(Health.DEAD);
      assertThat(state.verdict().opened()).contains(now);
    }

    @Test
    void badTurnsGoodOnlyAfterEnoughSuccesses() {
      registration = given(Given.thresholds(1, 2));
      see(Reason.RESET, Reason.OK);
      assertThat(health()).isEqualTo(Health.DEAD);
      see(Reason.OK);
      assertThat(health()).isEqualTo(Health.HEALTHY);
      assertThat(state.verdict().standing()).isEqualTo(Standing.UPTIME);
    }

    @Test
    void aFailureBetweenSuccessesStartsTheCountAnew() {
      registration = given(Given.thresholds(1, 2));
      see(Reason.RESET, Reason.OK, Reason.RESET, Reason.OK);
      assertThat(health()).isEqualTo(Health.DEAD);
    }

    @Test
    void badToWorseAndBackChangesAtOnceWithinTheStretch() {
      registration = given(Given.thresholds(3, 3));
      see(Reason.BAD_RESPONSE, Reason.BAD_RESPONSE, Reason.BAD_RESPONSE);
      var opened = state.verdict().opened();
      see(Reason.RESET);
      assertThat(health()).isEqualTo(Health.DEAD);
      assertThat(events).singleElement().isInstanceOf(Event.Turned.class);
      assertThat(state.verdict().opened()).isEqualTo(opened);
      assertThat(state.verdict().since()).contains(now);
    }
  }

  @Nested
  class Severity {
    @Test
    void isWhatTheLastFailingCheckWasTold() {
      see(Given.failing(3));
      assertThat(state.severity()).isEqualTo(3);
      see(Given.failing(1));
      assertThat(state.severity()).isEqualTo(1);
      see(Reason.RESET);
      assertThat(state.severity()).isZero();
    }

    @Test
    void staysWhileTheVerdictIsBad() {
      registration = given(Given.thresholds(1, 2));
      see(Given.failing(1));
      see(Reason.OK);
      assertThat(health()).isEqualTo(Health.UNHEALTHY);
      assertThat(state.severity()).isEqualTo(1);
      see(Reason.PAUSED);
      assertThat(state.severity()).isEqualTo(1);
      see(Reason.OK, Reason.OK);
      assertThat(health()).isEqualTo(Health.HEALTHY);
      assertThat(state.severity()).isZero();
    }

    @Test
    void isTheDefinitionsWhereNoneWasTold() {
      var told = new Guidance(3, "a", "b", "c");
      var plain = registration.service();
      registration =
          Given.registration(
              1,
              new Service(
                  plain.identity(),
                  plain.source(),
                  plain.check(),
                  plain.schedule(),
                  plain.rules(),
                  new Labels(List.of(), List.of(), new TreeMap<>(), told, "")));
      see(Reason.RESET);
      assertThat(new BoardEntry(registration, state, false, 0).severity()).isEqualTo(3);
      see(Given.failing(1));
      assertThat(new BoardEntry(registration, state, false, 0).severity()).isEqualTo(1);
      assertThat(new BoardEntry(registration, State.NEW, true, -1).severity()).isEqualTo(3);
    }
  }

  @Nested
  class ErrorRates {
    @Test
    void aboveTheLimitIsDegradedAndCountsAsUp() {
      see(Given.told(16, 4));
      assertThat(health()).isEqualTo(Health.DEGRADED);
      assertThat(state.tally().up()).isEqualTo(1);
      assertThat(state.tally().latest().orElseThrow().reason()).isEqualTo(Reason.ERROR_RATE);
    }

    @Test
    void atTheLimitExactlyIsHealthy() {
      see(Given.told(20, 4));
      assertThat(health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aWindowLooksAtTheRequestsBetweenTwoPolls() {
      registration = given(new Rules(1, 1, 0.2, Rules.Basis.WINDOW));
      see(Given.told(100, 50));
      assertThat(health()).isEqualTo(Health.DEGRADED);
      see(Given.told(200, 55));
      assertThat(health()).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aCounterThatWentBackMeansARestartAndTheWholeCounts() {
      registration = given(new Rules(1, 1, 0.2, Rules.Basis.WINDOW));
      see(Given.told(100, 0), Given.told(10, 5));
      assertThat(health()).isEqualTo(Health.DEGRADED);
    }

    @Test
    void theLastReportOutlivesADeath() {
      see(Given.told(7, 1), Given.attempt(Reason.CONNECT_REFUSED));
      assertThat(state.report()).hasValueSatisfying(r -> assertThat(r.requestCount()).isEqualTo(7));
    }

    private void see(Attempt... attempts) {
      for (var attempt : attempts) {
        JudgeTest.this.see(attempt);
      }
    }
  }

  @Nested
  class OurOwnFaults {
    @Test
    void changeNothing() {
      see(Reason.OK);
      var before = state;
      see(Reason.NO_DESCRIPTORS, Reason.PAUSED, Reason.ISOLATED);
      assertThat(state).isEqualTo(before);
      assertThat(health()).isEqualTo(Health.HEALTHY);
      assertThat(state.tally().ticks()).isEqualTo(1);
      assertThat(state.tally().score(10)).isEqualTo(100);
      assertThat(state.verdict().standing()).isEqualTo(Standing.UPTIME);
      assertThat(events).isEmpty();
    }

    @Test
    void hideNeitherWhatWasJudgedBeforeNorWhy() {
      registration = given(Given.thresholds(3, 3));
      see(Given.told(10, 9));
      see(Reason.NO_PORTS, Reason.RESET);
      assertThat(health()).isEqualTo(Health.DEGRADED);
      see(Reason.RESET, Reason.RESET);
      see(Reason.NO_PORTS, Reason.OK);
      assertThat(health()).isEqualTo(Health.DEAD);
      assertThat(state.verdict().reason()).isEqualTo(Reason.RESET);
    }

    private void see(Attempt attempt) {
      JudgeTest.this.see(attempt);
    }

    private void see(Reason... reasons) {
      JudgeTest.this.see(reasons);
    }
  }

  @Test
  void aStretchNeverEndsBeforeItBeganWhateverTheWallClockDoes() {
    see(Reason.OK);
    var began = now;
    now = now.minusSeconds(3600);
    see(Reason.RESET);
    assertThat(state.verdict().opened()).contains(began);
    assertThat(events).allSatisfy(event -> assertThat(event.at()).isEqualTo(began));
  }

  @Test
  void aServiceThatStopsTellingHasNoReportAnyMore() {
    see(Given.told(10, 9));
    see(Reason.OK);
    assertThat(state.report()).isEmpty();
    assertThat(health()).isEqualTo(Health.HEALTHY);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void itAgreesWithANaiveModel(long seed) {
    var random = new Random(seed);
    int down = 1 + random.nextInt(3);
    int up = 1 + random.nextInt(3);
    registration = given(Given.thresholds(down, up));
    var history = new ArrayList<Boolean>();
    var naive = Standing.NONE;
    double sum = 0;
    for (int i = 0; i < 2_000; i++) {
      boolean good = random.nextInt(100) < 60;
      see(good ? Reason.OK : Reason.BAD_RESPONSE);
      history.addFirst(good);
      sum += 2.0;
      int run = 0;
      while (run < history.size() && history.get(run) == good) {
        run++;
      }
      if (good && (naive != Standing.DOWNTIME || run >= up)) {
        naive = Standing.UPTIME;
      } else if (!good && (naive == Standing.DOWNTIME || run >= down)) {
        naive = Standing.DOWNTIME;
      }
      var tally = state.tally();
      assertThat(state.verdict().standing()).as("seed %d step %d", seed, i).isEqualTo(naive);
      assertThat(tally.ticks()).isEqualTo(history.size());
      assertThat(tally.up()).isEqualTo(history.stream().filter(b -> b).count());
      assertThat(tally.streak()).isEqualTo(good ? run : -run);
      assertThat(tally.meanMillis())
          .isCloseTo(sum / history.size(), org.assertj.core.data.Offset.offset(1e-9));
      int window = Math.min(10, history.size());
      long successes = history.stream().limit(window).filter(b -> b).count();
      assertThat(tally.score(10)).isEqualTo((int) Math.round(100.0 * successes / window));
    }
  }
}
