package dev.allwell.engine;

import static dev.allwell.engine.Examples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private final MemorySamples samples = new MemorySamples();
  private final Recorder recorder = new Recorder(new MemoryLedger(), samples);

  @Test
  void aPauseIsRememberedAndLeavesNoTraceInTheCounters() {
    var known = Examples.registration(7, "a");
    samples.append(7, new Sample(T0.toEpochMilli(), 1000, Reason.OK, 200, 1));
    var before = samples.tally(7);
    recorder.paused(known, T0.plusSeconds(5));

    var ticks = samples.read(7, Instant.MIN, Instant.MAX);
    assertThat(ticks).extracting(Sample::reason).isEqualTo(List.of(Reason.OK, Reason.PAUSED));
    assertThat(ticks.getLast().atMillis()).isEqualTo(T0.plusSeconds(5).toEpochMilli());
    assertThat(ticks.getLast().counted()).isFalse();
    assertThat(samples.tally(7)).isPresent().isEqualTo(before);
  }
}
