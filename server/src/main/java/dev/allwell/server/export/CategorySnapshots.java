package dev.allwell.server.export;

import dev.allwell.engine.Aggregate;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.LongSupplier;

/// What the stated categories come to, worked out anew at each scrape with one look at all
/// services: the word that `/__gtg` would say of each, and how many tripped.
///
/// @param trips since the start
public record CategorySnapshots(Aggregate aggregate, LongSupplier trips) implements MultiCollector {
  /// Series: one for each category.
  static final int MOST = 200;

  @Override
  public MetricSnapshots collect() {
    var good =
        GaugeSnapshot.builder()
            .name("allwell_category_good_to_go")
            .help("Whether a stated category, or default, is good to go (1).");
    aggregate
        .goodToGo(MOST)
        .forEach((name, is) ->
            good.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("category", name))
                    .value(is ? 1 : 0)
                    .build()));
    var tripped =
        CounterSnapshot.builder()
            .name("allwell_category_trips")
            .help("Sticky categories that were found bad, and disabled.")
            .dataPoint(
                CounterDataPointSnapshot.builder().value((double) trips.getAsLong()).build());
    return new MetricSnapshots(good.build(), tripped.build());
  }
}
