package dev.allwell.engine;

import dev.allwell.model.Event;

/// The sink that remembers: each tick into the samples, each change of a verdict into the ledger.
///
/// Both ports queue by themselves and never block.
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
    samples.append(number, judged.sample());
    if (!judged.events().isEmpty()) {
      boolean begins = judged.events().stream().anyMatch(Event.Began.class::isInstance);
      ledger.turn(new Ledger.Turn(number, judged.state().verdict(), judged.state(), begins));
    }
  }

  void apply(Difference difference) {
    difference.departures().forEach(gone -> samples.forget(gone.number()));
  }
}
