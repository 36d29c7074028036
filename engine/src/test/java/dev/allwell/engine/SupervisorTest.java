package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SupervisorTest {
  private final TurnedClock clock = new TurnedClock();
  private final Supervisor supervisor = new Supervisor(clock, clock);
  private final List<Patient> patients = new ArrayList<>();

  private final class Patient implements Supervised {
    private Consumer<Throwable> failed = cause -> {};
    private boolean stopped;

    private Patient() {
      patients.add(this);
    }

    @Override
    public void start(Consumer<Throwable> whenFailed) {
      failed = whenFailed;
    }

    @Override
    public void stop() {
      stopped = true;
    }

    private void die() {
      failed.accept(new IllegalStateException("died"));
      clock.settle();
    }
  }

  private Supervisor.Standing standing() {
    return supervisor.tree().getFirst();
  }

  @Test
  void oneThatFailsIsStartedAnewAloneAfterAPause() {
    supervisor.supervise("a", Patient::new);
    supervisor.supervise("b", Patient::new);
    patients.getFirst().die();
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.PAUSING);
    assertThat(standing().lastError()).contains("died");
    clock.advance(Duration.ofMillis(99));
    assertThat(patients).hasSize(2);
    clock.advance(Duration.ofMillis(1));
    assertThat(patients).hasSize(3);
    assertThat(standing())
        .isEqualTo(
            new Supervisor.Standing(
                "a", Supervisor.Condition.RUNNING, 1, "java.lang.IllegalStateException: died"));
    assertThat(patients.get(1).stopped).isFalse();
  }

  @Test
  void oneThatFailsTooOftenIsGivenUpAndTheProcessIsNotAlive() {
    supervisor.supervise("a", Patient::new);
    for (int i = 0; i <= Supervisor.MOST_FAILURES; i++) {
      assertThat(supervisor.alive()).isTrue();
      patients.getLast().die();
      clock.advance(Duration.ofSeconds(10));
    }
    assertThat(supervisor.alive()).isFalse();
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.GIVEN_UP);
  }

  @Test
  void oneThatCannotBeStartedHasFailedLikeAnyOther() {
    supervisor.supervise(
        "a",
        () -> {
          if (patients.size() == 1) {
            patients.add(null);
            throw new IllegalStateException("no more threads");
          }
          return new Patient();
        });
    patients.getFirst().die();
    clock.advance(Duration.ofMillis(100));
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.PAUSING);
    assertThat(standing().lastError()).contains("no more threads");
    clock.advance(Duration.ofMillis(200));
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.RUNNING);
    assertThat(standing().restarts()).isEqualTo(2);
  }

  @Test
  void pausesDoubleUpToTenSeconds() {
    supervisor.supervise("a", Patient::new);
    for (int i = 0; i < Supervisor.MOST_FAILURES; i++) {
      patients.getLast().die();
      var pause = Duration.ofMillis(Math.min(10_000, 100L << i));
      clock.advance(pause.minusMillis(1));
      assertThat(patients).hasSize(i + 1);
      clock.advance(Duration.ofMillis(1));
      assertThat(patients).hasSize(i + 2);
    }
  }

  @Test
  void failuresFarApartAreForgiven() {
    supervisor.supervise("a", Patient::new);
    for (int i = 0; i < 20; i++) {
      patients.getLast().die();
      clock.advance(Duration.ofSeconds(20));
    }
    assertThat(supervisor.alive()).isTrue();
    assertThat(standing().restarts()).isEqualTo(20);
  }

  @Test
  void whatKeepsItselfRunningIsWatched() {
    var alive = new AtomicBoolean(true);
    supervisor.watch("writer", alive::get);
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.RUNNING);
    alive.set(false);
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.GIVEN_UP);
    assertThat(supervisor.alive()).isFalse();
  }

  @Test
  void aLateWordFromOneThatWasReplacedIsIgnored() {
    supervisor.supervise("a", Patient::new);
    var old = patients.getFirst();
    old.die();
    clock.advance(Duration.ofSeconds(1));
    old.die();
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.RUNNING);
  }

  @Test
  void closingStopsAllAndRestartsNone() {
    supervisor.supervise("a", Patient::new);
    patients.getFirst().die();
    supervisor.close();
    clock.advance(Duration.ofMinutes(1));
    assertThat(patients).hasSize(1);
    assertThat(standing().condition()).isEqualTo(Supervisor.Condition.STOPPED);
  }
}
