package dev.allwell.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.clock.Ticker;
import dev.allwell.history.Retention;
import dev.allwell.history.Segment;
import dev.allwell.history.Span;
import dev.allwell.model.Sample;
import dev.allwell.model.Tally;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// kill -9 at random moments, across journal and chunks; `-Dkills=1000` for the long run.
class SamplesKillTest {
  private static final int KILLS = Integer.getInteger("kills", 6);

  @TempDir Path folder = Path.of("");

  @Test
  void whatWasDurableIsThereOnceAndTalliesAgreeWithIt() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("seed " + seed + ", kills " + KILLS);
    var random = new Random(seed);
    var file = folder.resolve("samples.db");
    for (int kill = 0; kill < KILLS; kill++) {
      long durable = 0;
      try (var hammer = Child.run(SamplesHammer.class, file.toString())) {
        for (int left = 1 + random.nextInt(150); left > 0; left--) {
          durable = Long.parseLong(hammer.awaitLine("durable"));
        }
        LockSupport.parkNanos(random.nextInt(5_000_000));
        for (String line : hammer.kill()) {
          durable = Long.parseLong(line.substring("durable ".length()));
        }
      }
      check(file, durable);
    }
  }

  private static void check(Path file, long durable) {
    try (var samples =
        SqliteSamples.open(file, InstantSource.system(), Ticker.SYSTEM, Retention.EVERYTHING)) {
      var tallies = samples.load();
      System.out.println("durable " + durable + " of " + tallies.get(1L));
      for (long number = 1; number <= SamplesHammer.SERVICES; number++) {
        var read = samples.read(number, Instant.MIN, Instant.MAX);
        assertThat(read)
            .hasSizeBetween((int) durable, (int) durable + 1)
            .isEqualTo(all(read.size()));
        var tally = Tally.EMPTY;
        for (var sample : read) {
          tally = tally.with(sample);
        }
        assertThat(tallies.get(number)).isEqualTo(tally);
        for (var span : Span.values()) {
          assertThat(samples.segments(number, span, Instant.MIN, Instant.MAX))
              .isEqualTo(rolledUp(span, read));
        }
      }
      assertThat(samples.damaged()).isZero();
    }
  }

  private static List<Segment> rolledUp(Span span, List<Sample> ticks) {
    return DayRollups.by(span, ticks).values().stream().map(Segment::of).toList();
  }

  private static List<Sample> all(long ticks) {
    return LongStream.rangeClosed(1, ticks).mapToObj(SamplesHammer::tick).toList();
  }
}
