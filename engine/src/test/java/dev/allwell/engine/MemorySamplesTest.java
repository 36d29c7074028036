package dev.allwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Memory has no second life, so samples reopened are the same ones.
class MemorySamplesTest extends SamplesContract {
  @Override
  protected Samples create() {
    return new MemorySamples();
  }

  @Override
  protected Samples reopen(Samples samples) {
    return samples;
  }

  @Test
  void oldTicksMakeRoomForNewOnesWhileTheTallyCountsThemAll() {
    var samples = new MemorySamples();
    for (int i = 0; i < MemorySamples.TICKS_KEPT + 5; i++) {
      samples.append(1, new Sample(i, 1, Reason.OK, 200, 1));
    }
    assertThat(samples.read(1, Instant.EPOCH, Instant.MAX))
        .hasSize(MemorySamples.TICKS_KEPT)
        .first()
        .isEqualTo(new Sample(5, 1, Reason.OK, 200, 1));
    assertThat(samples.load().values())
        .singleElement()
        .satisfies(tally -> assertThat(tally.ticks()).isEqualTo(MemorySamples.TICKS_KEPT + 5));
  }
}
