package dev.allwell.engine;

import dev.allwell.model.Event;
import dev.allwell.model.Registration;
import dev.allwell.model.Sample;
import java.time.Instant;

/// The sink that remembers: each change of a verdict into the ledger, each tick into the samples.
///
/// Both ports queue by themselves and never block. The turn goes first: whoever sees the tick can
/// then tell whether its turn is still on the way.
final class Recorder implements Sink {
  private final Ledger ledger;
  private final Samples samples;

  Recorder(Ledger ledger, Samples samples) {
    this.ledger = ledger;
    this.samples = samples;
  }

  @Override
  public void judged(Judged judged) {
    long number = judged.registration().number();
    if (!judged.events().isEmpty()) {
      boolean begins = judged.events().stream().anyMatch(Event.Began.class::isInstance);
      ledger.turn(new Ledger.Turn(number, judged.state().verdict(), judged.state(), begins));
    }
    samples.append(number, judged.sample());
  }

  @Override
  public void paused(Registration registration, Instant at) {
    samples.append(registration.number(), Sample.paused(at));
  }

  void apply(Difference difference) {
    difference.departures().forEach(gone -> samples.forget(gone.number()));
  }
}
