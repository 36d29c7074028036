package dev.allwell;

import dev.allwell.engine.Sink;
import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Health;
import dev.allwell.model.Outcome;
import dev.allwell.model.Reason;
import java.util.Optional;

/// What a listener is told of one check.
///
/// @param health after this check: as judged, or unknown when it failed by our own fault
/// @param reason of this check
/// @param changed whether the judged health is another than before
public record CheckResult(
    String name, Health health, Reason reason, Outcome outcome, boolean changed) {

  /// What the server showed of itself in this check, also when it was refused; empty where no hands
  /// were shaken.
  public Optional<CertificateFacts> certificate() {
    return outcome.last().certificate();
  }

  static CheckResult of(Sink.Judged judged) {
    return new CheckResult(
        judged.registration().service().name(),
        judged.state().health(),
        judged.sample().reason(),
        judged.outcome(),
        !judged.events().isEmpty());
  }
}
