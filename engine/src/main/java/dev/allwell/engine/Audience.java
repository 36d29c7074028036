package dev.allwell.engine;

import dev.allwell.model.Registration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sinks of a lane: told one after another, and none can hurt the lane or the next.
record Audience(List<Sink> sinks, LaneMeter meter) {
  private static final Logger log = LoggerFactory.getLogger(Audience.class);

  Audience {
    sinks = List.copyOf(sinks);
  }

  void judged(Sink.Judged judged) {
    tell(judged.registration(), sink -> sink.judged(judged));
  }

  void paused(Registration registration, Instant at) {
    tell(registration, sink -> sink.paused(registration, at));
  }

  private void tell(Registration registration, Consumer<Sink> what) {
    for (var sink : sinks) {
      try {
        what.accept(sink);
      } catch (RuntimeException e) {
        meter.sinkFailed();
        log.error("a sink failed on {}", registration.id(), e);
      }
    }
  }
}
