package dev.allwell.server.reload;

import dev.allwell.server.reload.ReloadState.Result;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/// How the configuration stands, as metrics.
public record ReloadMeters(Reloader reloader) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("allwell.config.reload.success", reloader, r -> r.state().good() ? 1 : 0)
        .description("Whether the configuration as it is now was taken over (1)")
        .register(meters);
    Gauge.builder(
            "allwell.config.last.reload.success.timestamp",
            reloader,
            r -> r.state().applied().map(at -> at.toEpochMilli() / 1e3).orElse(0.0))
        .baseUnit("seconds")
        .description("Unix time at which a configuration was last taken over")
        .register(meters);
    for (var result : Result.values()) {
      FunctionCounter.builder(
              "allwell.config.reloads", reloader, r -> r.state().counts().of(result))
          .tag("result", result.name().toLowerCase(Locale.ROOT))
          .description("Attempts to read the configuration, by what they came to")
          .register(meters);
    }
  }
}
