package dev.allwell.server.export;

import dev.allwell.engine.OwnFaults;
import dev.allwell.model.Reason;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// What was wrong with us and not with a target, as metrics.
public record OwnFaultMeters(OwnFaults faults) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry meters) {
    FunctionCounter.builder("allwell.pauses", faults, OwnFaults::pauses)
        .description("Times this process or a lane of it stood still for 250 ms or more")
        .register(meters);
    FunctionCounter.builder("allwell.pause", faults, own -> own.pausedNanos() / 1e9)
        .baseUnit("seconds")
        .description("How long it stood still in those times together")
        .register(meters);
    FunctionCounter.builder("allwell.clock.steps", faults, OwnFaults::steps)
        .description("Times the wall clock was stepped by 250 ms or more")
        .register(meters);
    Gauge.builder("allwell.isolated", faults, own -> own.isolated() ? 1 : 0)
        .description("Whether all canaries are silent (1)")
        .register(meters);
    for (var reason : Reason.values()) {
      if (reason.ours()) {
        FunctionCounter.builder("allwell.own.faults", faults, own -> own.attempts(reason))
            .tag("reason", reason.code())
            .description("Attempts that failed by our own fault and were held against no service")
            .register(meters);
      }
    }
  }
}
