package dev.allwell.server.export;

import com.sun.management.OperatingSystemMXBean;
import dev.allwell.engine.LaneMeter;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/// What Allwell tells of itself: its lanes, queues, children and store, and the JVM it runs in.
public final class OwnMetrics implements AutoCloseable {
  /// Meters of the binders whose names break the rules of Prometheus.
  private static final Set<String> ILL_NAMED = Set.of("process.cpu.time", "system.cpu.count");

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collector = new JvmGcMetrics();

  /// @param version shown in `allwell_build_info`
  public OwnMetrics(
      String version,
      List<LaneMeter> lanes,
      Registry registry,
      Supervisor supervisor,
      Supplier<StoreReading> store) {
    meters
        .getPrometheusRegistry()
        .register(new Snapshots(version, lanes, registry, supervisor, store));
    meters.config().meterFilter(MeterFilter.deny(id -> ILL_NAMED.contains(id.getName())));
    processorTime();
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ClassLoaderMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    collector.bindTo(meters);
  }

  private void processorTime() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / 1e9)
          .baseUnit("seconds")
          .description("Processor time this process took, in all its threads")
          .register(meters);
    }
  }

  /// Where further meters can be registered.
  public MeterRegistry meters() {
    return meters;
  }

  /// Has more told at each scrape.
  public void collect(MultiCollector more) {
    meters.getPrometheusRegistry().register(more);
  }

  /// All of it as text; OpenMetrics with its end mark.
  String scrape(Exposition.Format format) {
    return meters.scrape(format.contentType());
  }

  @Override
  public void close() {
    collector.close();
    meters.close();
  }
}
