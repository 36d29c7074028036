package dev.allwell.server.store;

import dev.allwell.model.Sample;
import java.util.List;

/// The codec of a chunk: ticks of one service within an hour, about 3 bytes each.
///
/// Version, the journal's key that it goes up to, then tick by tick: the change of the step in time
/// (of the first, its distance from the hour's begin), in zigzag, doubled, plus 1 when the ending
/// changed (it follows); the change of the response time's [LatencyCode]. A regular, healthy
/// service costs 2 bytes a tick.
final class ChunkCodec {
  static final int VERSION = 2;

  private ChunkCodec() {}

  /// @param through key of the journal's row that holds the last tick, or of a later one
  /// @param ticks as a [Piece] wrote them
  static byte[] write(long through, byte[] ticks) {
    var to = new ByteWriter(12 + ticks.length);
    to.unsigned(VERSION);
    to.unsigned(through);
    to.all(ticks, ticks.length);
    return to.copy();
  }

  /// Adds the ticks of the hour that ends with `endMinute` to the list, and returns the journal's
  /// key that the chunk goes up to.
  ///
  /// @throws IllegalArgumentException when the bytes are not what was written
  static long read(byte[] blob, long endMinute, List<Sample> to) {
    var from = new ByteReader(blob);
    long version = from.unsigned();
    if (version < 1 || version > VERSION) {
      throw new IllegalArgumentException("no chunk of version " + version + " is known");
    }
    long through = from.unsigned();
    readTicks(from, version, endMinute, to);
    return through;
  }

  static void readTicks(ByteReader from, long version, long endMinute, List<Sample> to) {
    long millis = Hour.startMillis(endMinute);
    long step = 0;
    boolean first = true;
    int code = 0;
    var ending = Ending.USUAL;
    while (from.more()) {
      long token = from.unsigned();
      step += ByteReader.unzigzag(token >>> 1);
      millis += step;
      if (first) {
        step = 0;
        first = false;
      }
      if ((token & 1) == 1) {
        ending = Ending.read(from, version);
      }
      code += Math.toIntExact(from.signed());
      to.add(ending.tick(millis, LatencyCode.micros(code)));
    }
  }

  /// A chunk in the making: one array that grows, and where its last tick stands.
  static final class Piece {
    private static final int EXPECTED_BYTES = 48;

    private final long endMinute;
    private final ByteWriter ticks = new ByteWriter(EXPECTED_BYTES);
    private long millis;
    private long step;
    private int code;
    private Ending ending = Ending.USUAL;

    /// @param endMinute unix minute at which the hour of its ticks ends
    Piece(long endMinute) {
      this.endMinute = endMinute;
      this.millis = Hour.startMillis(endMinute);
    }

    void add(Sample sample) {
      boolean first = ticks.length() == 0;
      long nextStep = sample.atMillis() - millis;
      boolean changed = !ending.is(sample);
      ticks.unsigned(ByteWriter.zigzag(nextStep - step) << 1 | (changed ? 1 : 0));
      if (changed) {
        ending = Ending.of(sample);
        ending.write(ticks);
      }
      int nextCode = LatencyCode.of(sample.latencyMicros());
      ticks.signed(nextCode - code);
      millis = sample.atMillis();
      step = first ? 0 : nextStep;
      code = nextCode;
    }

    long endMinute() {
      return endMinute;
    }

    int length() {
      return ticks.length();
    }

    byte[] ticks() {
      return ticks.copy();
    }
  }
}
