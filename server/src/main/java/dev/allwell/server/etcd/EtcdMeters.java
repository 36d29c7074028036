package dev.allwell.server.etcd;

import dev.allwell.server.etcd.EtcdState.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// How etcd stands as a source, as metrics.
public record EtcdMeters(EtcdSource source, InstantSource clock) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry meters) {
    gauge(
        meters,
        "stale",
        "Whether its keys are not known as they are now (1)",
        state -> state.mirror().fresh() ? 0 : 1);
    Gauge.builder("allwell.etcd.stale.time", source, it -> staleSeconds(it.state()))
        .baseUnit("seconds")
        .description("For how long its keys have not been known; 0 when they are")
        .register(meters);
    gauge(meters, "keys", "Keys that are read", EtcdState::keys);
    gauge(meters, "services", "Services that they state", it -> it.stated().services());
    gauge(meters, "categories", "Categories that they state", it -> it.stated().categories());
    gauge(
        meters,
        "problems",
        "Malformed keys, and statements that another source's stand against",
        EtcdState::problemCount);
    counter(meters, "listings", "Times that all keys were read", Counts::listings);
    counter(meters, "changes", "Changes of keys that watches told", Counts::changes);
    counter(meters, "failures", "Sessions that could not be had, or broke", Counts::failures);
    counter(meters, "compactions", "Watches that came too late", Counts::compactions);
    counter(
        meters,
        "cluster.changes",
        "Times that another cluster, or an older state of it, answered",
        Counts::clusters);
  }

  private double staleSeconds(EtcdState state) {
    var mirror = state.mirror();
    return mirror.fresh()
        ? 0
        : Math.max(0, Duration.between(mirror.since(), clock.instant()).toMillis() / 1e3);
  }

  private void gauge(
      MeterRegistry meters, String name, String description, ToDoubleFunction<EtcdState> value) {
    Gauge.builder("allwell.etcd." + name, source, it -> value.applyAsDouble(it.state()))
        .description(description)
        .register(meters);
  }

  private void counter(
      MeterRegistry meters, String name, String description, ToLongFunction<Counts> value) {
    FunctionCounter.builder(
            "allwell.etcd." + name, source, it -> value.applyAsLong(it.state().mirror().counts()))
        .description(description)
        .register(meters);
  }
}
