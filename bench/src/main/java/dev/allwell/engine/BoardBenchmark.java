package dev.allwell.engine;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// Posting to and reading a board of 10,000 services.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BoardBenchmark {
  private static final int SERVICES = 10_000;

  private final Board board = Fixtures.board(SERVICES);
  private int next;

  /// What a lane does with a judgement.
  @Benchmark
  public void post() {
    var cell = java.util.Objects.requireNonNull(board.cell("service-" + next()));
    cell.post(cell.state(), System.nanoTime());
  }

  /// One service by its id.
  @Benchmark
  public Object read() {
    return board.byId("service-" + next());
  }

  /// All 10,000.
  @Benchmark
  @OutputTimeUnit(TimeUnit.MICROSECONDS)
  public void readAll(Blackhole hole) {
    board.forEach(hole::consume);
  }

  private int next() {
    next = (next + 7919) % SERVICES;
    return next;
  }
}
