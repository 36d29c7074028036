package dev.allwell.server.store;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;

/// How a tick ended: what stays the same from tick to tick, and is stored only when it changes.
record Ending(Reason reason, int status, int attempts) {
  /// Where every run of ticks starts from: the most usual.
  static final Ending USUAL = new Ending(Reason.OK, 200, 1);

  boolean is(Sample sample) {
    return sample.reason() == reason && sample.status() == status && sample.attempts() == attempts;
  }

  static Ending of(Sample sample) {
    return new Ending(sample.reason(), sample.status(), sample.attempts());
  }

  void write(ByteWriter to) {
    to.unsigned(ReasonCode.of(reason));
    to.signed(status);
    to.unsigned(attempts);
  }

  static Ending read(ByteReader from) {
    return new Ending(
        ReasonCode.reason(from.unsigned()), Math.toIntExact(from.signed()), from.count());
  }
}
