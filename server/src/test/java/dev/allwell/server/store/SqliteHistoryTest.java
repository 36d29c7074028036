package dev.allwell.server.store;

import dev.allwell.clock.Ticker;
import dev.allwell.engine.HistoryContract;
import dev.allwell.engine.Samples;
import dev.allwell.history.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

/// History over a real file.
class SqliteHistoryTest extends HistoryContract {
  @TempDir Path folder = Path.of("");

  @Override
  protected Samples create() {
    return SqliteSamples.open(
        folder.resolve("samples.db"),
        new SampleWriter.Clocks(InstantSource.system(), Ticker.SYSTEM, Duration.ofMillis(2)),
        65_536,
        Retention.EVERYTHING);
  }
}
