package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.Samples;
import dev.allwell.engine.SamplesContract;
import dev.allwell.history.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on a real file.
class SqliteSamplesTest extends SamplesContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected Samples create() {
    return SqliteSamples.open(
        folder.resolve("samples.db"),
        new SampleWriter.Clocks(InstantSource.system(), Ticker.SYSTEM, Duration.ofMillis(5)),
        65_536,
        Retention.EVERYTHING);
  }

  @Override
  protected Samples reopen(Samples samples) {
    samples.close();
    return create();
  }
}
