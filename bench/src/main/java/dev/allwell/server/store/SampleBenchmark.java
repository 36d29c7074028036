package dev.allwell.server.store;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The codec of a chunk, for an hour of ticks every 30 s; the figures are for one tick.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SampleBenchmark {
  private static final int TICKS = 120;
  private static final long HOUR_ENDS_AT_MINUTE = 29_000_040;
  private static final long INTERVAL_MILLIS = 30_000;

  private final List<Sample> ticks = ticks();
  private final byte[] written = piece().ticks();

  /// From ticks to bytes.
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public byte[] write() {
    return piece().ticks();
  }

  /// From bytes to ticks.
  @Benchmark
  @OperationsPerInvocation(TICKS)
  public List<Sample> read() {
    var read = new ArrayList<Sample>(TICKS);
    ChunkCodec.readTicks(new ByteReader(written), ChunkCodec.VERSION, HOUR_ENDS_AT_MINUTE, read);
    return read;
  }

  private ChunkCodec.Piece piece() {
    var piece = new ChunkCodec.Piece(HOUR_ENDS_AT_MINUTE);
    ticks.forEach(piece::add);
    return piece;
  }

  private static List<Sample> ticks() {
    var ticks = new ArrayList<Sample>(TICKS);
    long at = Hour.startMillis(HOUR_ENDS_AT_MINUTE);
    for (int i = 0; i < TICKS; i++) {
      long jitter = i * 7L % 11;
      ticks.add(
          new Sample(at + i * INTERVAL_MILLIS + jitter, 1500 + 40 * jitter, Reason.OK, 200, 1));
    }
    return ticks;
  }
}
