package dev.allwell.engine;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sinks of a lane: told one after another, and none can hurt the lane or the next.
record Audience(List<Sink> sinks, LaneMeter meter) {
  private static final Logger log = LoggerFactory.getLogger(Audience.class);

  Audience {
    sinks = List.copyOf(sinks);
  }

  void tell(Sink.Judged judged) {
    for (var sink : sinks) {
      try {
        sink.judged(judged);
      } catch (RuntimeException e) {
        meter.sinkFailed();
        log.error("a sink failed on {}", judged.registration().id(), e);
      }
    }
  }
}
