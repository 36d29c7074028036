package dev.allwell.server.graphite;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/// How the points fare on their way to Graphite, as metrics.
public record GraphiteMeters(Graphite graphite) implements MeterBinder {
  @Override
  public void bindTo(MeterRegistry meters) {
    points(meters);
    connection(meters);
  }

  private void points(MeterRegistry meters) {
    var counts = graphite.counts();
    FunctionCounter.builder("allwell.graphite.sent", counts, Counts::sent)
        .description("Points written into a connection, each counted once")
        .register(meters);
    FunctionCounter.builder("allwell.graphite.repeated", counts, Counts::repeated)
        .description("Points written once more, after a connection broke")
        .register(meters);
    for (var loss : Loss.values()) {
      FunctionCounter.builder("allwell.graphite.dropped", counts, it -> it.dropped(loss))
          .tag("reason", loss.code())
          .description("Points that were never written")
          .register(meters);
    }
    Gauge.builder("allwell.graphite.waiting", counts, Counts::waiting)
        .description("Points that were not written so far")
        .register(meters);
    Gauge.builder("allwell.graphite.services", graphite.buffer(), Buffer::services)
        .description("Services of which points are kept")
        .register(meters);
    Gauge.builder("allwell.graphite.nameless.services", graphite.feed(), Feed::withoutName)
        .description("Services without points, since an older one is called the same in Graphite")
        .register(meters);
  }

  private void connection(MeterRegistry meters) {
    var feed = graphite.feed();
    Gauge.builder("allwell.graphite.connected", feed, it -> it.connected() ? 1 : 0)
        .description("Whether there is a connection (1)")
        .register(meters);
    FunctionCounter.builder("allwell.graphite.connections", feed, Feed::connections)
        .description("Connections that stood")
        .register(meters);
    FunctionCounter.builder("allwell.graphite.failures", feed, Feed::failures)
        .description("Connections that could not be had, or broke")
        .register(meters);
  }
}
