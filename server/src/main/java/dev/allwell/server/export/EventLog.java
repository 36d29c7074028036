package dev.allwell.server.export;

import dev.allwell.engine.Sink;
import dev.allwell.model.Event;
import dev.allwell.model.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log which stretches begin: a line for each downtime and for each end of one.
///
/// On a lane's thread; the appender behind it must be one that never blocks.
public final class EventLog implements Sink {
  private static final Logger log = LoggerFactory.getLogger(EventLog.class);

  @Override
  public void judged(Judged judged) {
    for (var event : judged.events()) {
      switch (event) {
        case Event.Began began -> tell(judged, began);
        case Event.Turned turned ->
            log.debug(
                "{} is {} ({}), it was {}",
                turned.registration().id(),
                turned.verdict().health().code(),
                turned.verdict().reason().code(),
                turned.from().code());
        case Event.Lapsed lapsed -> log.debug("{} lapsed", lapsed.registration().id());
      }
    }
  }

  private static void tell(Judged judged, Event.Began began) {
    var id = began.registration().id();
    switch (began.verdict().standing()) {
      case DOWNTIME ->
          log.warn(
              "{} is down: {} ({}{})",
              id,
              began.verdict().health().code(),
              began.verdict().reason().code(),
              judged.outcome().last().detail().isEmpty()
                  ? ""
                  : ": " + judged.outcome().last().detail());
      case UPTIME -> {
        if (began.before() == Standing.DOWNTIME) {
          log.info("{} is up again: down since {}", id, began.beforeSinceOrNull());
        }
      }
      case NONE -> throw new IllegalStateException("a stretch of nothing began: " + began);
    }
  }
}
