package dev.allwell.server.store;

import dev.allwell.model.Reason;
import dev.allwell.model.Sample;

/// How a tick ended: what stays the same from tick to tick, and is stored only when it changes.
record Ending(Reason reason, int status, int attempts, long goodForMillis) {
  /// Where every run of ticks starts from: the most usual.
  static final Ending USUAL = new Ending(Reason.OK, 200, 1, Sample.USUALLY_GOOD_FOR_MILLIS);

  boolean is(Sample sample) {
    return sample.reason() == reason
        && sample.status() == status
        && sample.attempts() == attempts
        && sample.goodForMillis() == goodForMillis;
  }

  static Ending of(Sample sample) {
    return new Ending(sample.reason(), sample.status(), sample.attempts(), sample.goodForMillis());
  }

  Sample tick(long atMillis, long micros) {
    return new Sample(atMillis, micros, reason, status, attempts, goodForMillis);
  }

  void write(ByteWriter to) {
    to.unsigned(ReasonCode.of(reason));
    to.signed(status);
    to.unsigned(attempts);
    to.unsigned(goodForMillis);
  }

  /// @param version of what holds it; the first did not tell how long a tick is good for
  static Ending read(ByteReader from, long version) {
    return new Ending(
        ReasonCode.reason(from.unsigned()),
        Math.toIntExact(from.signed()),
        from.count(),
        version == 1 ? Sample.USUALLY_GOOD_FOR_MILLIS : from.unsigned());
  }
}
