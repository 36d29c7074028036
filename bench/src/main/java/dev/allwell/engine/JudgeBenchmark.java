package dev.allwell.engine;

import dev.allwell.model.Outcome;
import dev.allwell.model.Reason;
import dev.allwell.model.Registration;
import dev.allwell.model.State;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;

/// One judgement of one service.
@org.openjdk.jmh.annotations.State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class JudgeBenchmark {
  private final Registration registration = Fixtures.registrations(1).getFirst();
  private final Outcome good = Fixtures.outcome(Reason.OK, 1);
  private final Outcome bad = Fixtures.outcome(Reason.CONNECT_REFUSED, 2);
  private State state = State.NEW;

  /// As nearly always: nothing changes but the tally.
  @Benchmark
  public Object steady() {
    var judgement = Judge.judge(registration, state, good);
    state = judgement.state();
    return judgement;
  }

  /// Up and down in turns: two events each time.
  @Benchmark
  public Object turning() {
    boolean down = state.tally().consecutiveFailures() > 0;
    var judgement = Judge.judge(registration, state, down ? good : bad);
    state = judgement.state();
    return judgement;
  }
}
