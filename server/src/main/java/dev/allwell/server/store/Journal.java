package dev.allwell.server.store;

import dev.allwell.model.Sample;
import java.util.Arrays;

/// The codec of a journal row: every tick of one commit, exactly.
///
/// Version, count, then by service and in the order of their appends: the step from the number
/// before, doubled, plus 1 when the ending changed (it follows); the step from the time before; the
/// response time. About 6 bytes a tick.
final class Journal {
  private static final int VERSION = 2;
  private static final int INDEX_BITS = 20;
  private static final int MOST = 1 << INDEX_BITS;
  private static final int BYTES_A_TICK = 8;

  private Journal() {}

  static byte[] write(SampleQueue.Batch batch) {
    if (batch.size() > MOST) {
      throw new IllegalArgumentException("too many ticks for one row: " + batch.size());
    }
    var to = new ByteWriter(16 + batch.size() * BYTES_A_TICK);
    to.unsigned(VERSION);
    to.unsigned(batch.size());
    long number = 0;
    long millis = 0;
    var ending = Ending.USUAL;
    for (long key : byService(batch)) {
      int index = (int) (key & MOST - 1);
      var sample = batch.sample(index);
      boolean changed = !ending.is(sample);
      to.unsigned((batch.number(index) - number) << 1 | (changed ? 1 : 0));
      if (changed) {
        ending = Ending.of(sample);
        ending.write(to);
      }
      to.signed(sample.atMillis() - millis);
      to.signed(sample.latencyMicros());
      number = batch.number(index);
      millis = sample.atMillis();
    }
    return to.copy();
  }

  /// @throws IllegalArgumentException when the bytes are not what was written
  static void read(byte[] blob, Ticks to) {
    var from = new ByteReader(blob);
    long version = from.unsigned();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("no journal of version " + version + " is known");
    }
    long number = 0;
    long millis = 0;
    var ending = Ending.USUAL;
    for (long left = from.unsigned(); left > 0; left--) {
      long step = from.unsigned();
      number += step >>> 1;
      if ((step & 1) == 1) {
        ending = Ending.read(from, version);
      }
      millis += from.signed();
      long micros = from.signed();
      to.tick(number, ending.tick(millis, micros));
    }
  }

  /// Number and index in one `long`, so that sorting keeps each service's order.
  private static long[] byService(SampleQueue.Batch batch) {
    var keys = new long[batch.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = batch.number(i) << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    return keys;
  }

  /// Takes what is read, in the order in which it was written.
  @FunctionalInterface
  interface Ticks {
    void tick(long number, Sample sample);
  }
}
