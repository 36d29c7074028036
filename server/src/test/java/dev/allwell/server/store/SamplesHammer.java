package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.history.Retention;
import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/// Ticks a few services, one tick each a turned minute, until it is killed.
///
/// The n-th tick of each service is at minute n. Says `durable N` when the N-th of all can be read.
final class SamplesHammer {
  static final int SERVICES = 5;
  static final Instant T0 = Instant.parse("2026-03-01T00:00:00Z");

  private SamplesHammer() {}

  public static void main(String[] arguments) throws Exception {
    var clock = new TurnedClock(T0);
    var clocks = new SampleWriter.Clocks(clock, Ticker.SYSTEM, Duration.ofMillis(2));
    var samples = SqliteSamples.open(Path.of(arguments[0]), clocks, 1000, Retention.EVERYTHING);
    var tally = samples.load().get(1L);
    long tick = tally == null ? 0 : tally.ticks();
    for (long number = 2; number <= SERVICES; number++) {
      catchUp(samples, number, tick);
    }
    clock.turn(Duration.ofMinutes(tick));
    try (var output = new FileOutputStream(FileDescriptor.out)) {
      while (true) {
        clock.turn(Duration.ofMinutes(1));
        tick++;
        for (long number = 1; number <= SERVICES; number++) {
          samples.append(number, tick(tick));
        }
        while (samples.read(SERVICES, at(tick), Instant.MAX).isEmpty()) {
          LockSupport.parkNanos(200_000);
        }
        output.write(("durable " + tick + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /// A kill may have fallen between two services of one tick.
  private static void catchUp(SqliteSamples samples, long number, long tick) {
    if (tick > 0 && samples.read(number, at(tick), Instant.MAX).isEmpty()) {
      samples.append(number, tick(tick));
    }
  }

  static Sample tick(long tick) {
    return new Sample(at(tick).toEpochMilli(), tick % 60, Reason.OK, 200, 1);
  }

  static Instant at(long tick) {
    return T0.plus(Duration.ofMinutes(tick));
  }
}
