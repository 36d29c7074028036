package dev.allwell.server.export;

import dev.allwell.engine.Histogram;
import dev.allwell.engine.LaneMeter;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The engine's and the store's own counts, read anew at each scrape.
///
/// @param lanes in the order of their numbers, which the label `lane` shows
record Snapshots(
    String version,
    List<LaneMeter> lanes,
    Registry registry,
    Supervisor supervisor,
    Supplier<StoreReading> store)
    implements MultiCollector {

  @Override
  public MetricSnapshots collect() {
    var all = new ArrayList<MetricSnapshot>();
    all.add(
        InfoSnapshot.builder()
            .name("allwell_build")
            .help("The version that runs.")
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("version", version))
                    .build())
            .build());
    lanes(all);
    store(all);
    children(all);
    return new MetricSnapshots(all);
  }

  private void lanes(List<MetricSnapshot> all) {
    all.add(
        histogram(
            "allwell_check_start_lateness_seconds",
            "From a check's due time to its first attempt.",
            LaneMeter::lateness));
    all.add(
        histogram(
            "allwell_check_duration_seconds",
            "From a check's first attempt to its outcome, backoff included.",
            LaneMeter::duration));
    all.add(
        gauge("allwell_lane_services", "Services of a lane.", lane -> lane.gauges().services()));
    all.add(
        gauge("allwell_checks_in_flight", "Attempts that run.", lane -> lane.gauges().inFlight()));
    all.add(
        gauge(
            "allwell_checks_in_flight_suspects",
            "Attempts that run against targets that timed out last time.",
            lane -> lane.gauges().suspects()));
    all.add(
        gauge(
            "allwell_checks_waiting",
            "Checks that are due and wait for a place in flight.",
            lane -> lane.gauges().waiting()));
    all.add(
        counter(
            "allwell_checks_skipped",
            "Beats left out because the one before was late or still running.",
            LaneMeter::skipped));
    all.add(counter("allwell_check_retries", "Attempts after the first.", LaneMeter::retries));
    all.add(counter("allwell_sink_failures", "Times a sink threw.", LaneMeter::sinkFailures));
  }

  private void store(List<MetricSnapshot> all) {
    var reading = store.get();
    all.add(
        SummarySnapshot.builder()
            .name("allwell_ledger_commit_seconds")
            .help("Commits of the ledger, and the time they took.")
            .dataPoint(
                SummarySnapshot.SummaryDataPointSnapshot.builder()
                    .count(reading.commits())
                    .sum(reading.commitSeconds())
                    .build())
            .build());
    all.add(one("allwell_ledger_queued", "What waits for the ledger.", reading.ledgerQueued()));
    all.add(one("allwell_samples_queued", "Samples that wait.", reading.samplesQueued()));
    all.add(
        CounterSnapshot.builder()
            .name("allwell_samples_dropped")
            .help("Samples dropped because too many waited.")
            .dataPoint(count(Labels.EMPTY, (double) reading.samplesDropped()))
            .build());
    all.add(
        one(
            "allwell_registry_queued",
            "Submissions that wait for the registry.",
            registry.queued()));
  }

  private void children(List<MetricSnapshot> all) {
    var restarts =
        CounterSnapshot.builder()
            .name("allwell_supervisor_restarts")
            .help("Restarts of a supervised child.");
    var running =
        GaugeSnapshot.builder()
            .name("allwell_supervisor_child_condition")
            .help("The condition a supervised child is in (1).");
    for (var child : supervisor.tree()) {
      restarts.dataPoint(count(Labels.of("child", child.name()), child.restarts()));
      var condition = child.condition().name().toLowerCase(Locale.ROOT);
      running.dataPoint(value(Labels.of("child", child.name(), "condition", condition), 1));
    }
    all.add(restarts.build());
    all.add(running.build());
  }

  private HistogramSnapshot histogram(
      String name, String help, Function<LaneMeter, Histogram> which) {
    var bounds = Histogram.Snapshot.boundsSeconds();
    var withInfinity = Arrays.copyOf(bounds, bounds.length + 1);
    withInfinity[bounds.length] = Double.POSITIVE_INFINITY;
    var builder = HistogramSnapshot.builder().name(name).help(help);
    for (int i = 0; i < lanes.size(); i++) {
      var counted = which.apply(lanes.get(i)).snapshot();
      var buckets = ClassicHistogramBuckets.of(withInfinity, counted.counts());
      var point = HistogramSnapshot.HistogramDataPointSnapshot.builder();
      point.labels(lane(i)).sum(counted.sumNanos() / 1e9);
      builder.dataPoint(point.classicHistogramBuckets(buckets).build());
    }
    return builder.build();
  }

  private GaugeSnapshot gauge(String name, String help, ToDoubleFunction<LaneMeter> value) {
    var builder = GaugeSnapshot.builder().name(name).help(help);
    for (int i = 0; i < lanes.size(); i++) {
      builder.dataPoint(value(lane(i), value.applyAsDouble(lanes.get(i))));
    }
    return builder.build();
  }

  private CounterSnapshot counter(String name, String help, ToDoubleFunction<LaneMeter> value) {
    var builder = CounterSnapshot.builder().name(name).help(help);
    for (int i = 0; i < lanes.size(); i++) {
      builder.dataPoint(count(lane(i), value.applyAsDouble(lanes.get(i))));
    }
    return builder.build();
  }

  private static GaugeSnapshot one(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(value(Labels.EMPTY, (double) value))
        .build();
  }

  private static Labels lane(int number) {
    return Labels.of("lane", Integer.toString(number));
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot value(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static CounterSnapshot.CounterDataPointSnapshot count(Labels labels, double value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
