package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// One coded body on its way into a plain one, part by part, within the plain one's cap and a ratio
/// of 100 to 1, and not with next to nothing in it either. Used on one thread; to be freed.
final class Inflation {
  /// Decoded bytes up to which no ratio is too large.
  static final int FLOOR = 64 * 1024;

  private static final int ZLIB_HEADER = 2;
  private static final int ZLIB_TRAILER = 4;
  private static final int GZIP_TRAILER = 8;
  private static final int BYTE = 0xff;

  private final Caps caps;
  private final Inflaters lender;
  private final Inflater inflater;
  private final Body into;
  private final boolean gzip;
  private final GzipHeader header = new GzipHeader();
  private final Checksum sum;
  private State state = State.HEADER;
  private String fault = "";

  /// All bytes taken and yielded so far, and what the member at hand yielded.
  private long taken;

  private long yielded;
  private long ofMember;

  /// Bytes of a header or trailer, and the number that they make.
  private int count;

  private long number;
  private boolean bare;
  private boolean freed;

  private enum State {
    HEADER,
    DATA,
    TRAILER,
    ENDED
  }

  /// @param gzip or else zlib, or nothing around the data at all
  Inflation(boolean gzip, Caps caps, Inflaters lender, Body into) {
    this.caps = caps;
    this.gzip = gzip;
    this.lender = lender;
    this.into = into;
    inflater = lender.take();
    sum = gzip ? new CRC32() : new Adler32();
  }

  /// Takes a part of the coded body; stops where the plain one is full.
  ///
  /// @return what is wrong with it
  Optional<String> take(ByteBuf part) {
    int at = part.readerIndex();
    while (at < part.writerIndex() && !into.truncated() && fault.isEmpty()) {
      int used = 1;
      if (state == State.DATA) {
        used = inflate(part.nioBuffer(at, part.writerIndex() - at));
      } else {
        framed(part.getByte(at) & BYTE);
      }
      at += used;
      taken += used;
      if (caps.overframed(taken - yielded, yielded)) {
        wrong(caps.overframing());
      }
    }
    return fault();
  }

  /// The coded body is complete.
  ///
  /// @return what is wrong with it
  Optional<String> end() {
    if (taken > 0 && state != State.ENDED && !into.truncated()) {
      wrong("it is cut");
    }
    return fault();
  }

  /// Gives the inflater back; of no effect the second time.
  void free() {
    if (!freed) {
      freed = true;
      lender.give(inflater);
    }
  }

  private Optional<String> fault() {
    return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
  }

  private void wrong(String what) {
    fault = "the body is not what its coding says: " + what;
  }

  /// Takes one byte of what stands around the data.
  private void framed(int one) {
    switch (state) {
      case HEADER -> {
        if (gzip) {
          gzipHeader(one);
        } else {
          zlibHeader(one);
        }
      }
      case TRAILER -> trailer(one);
      case DATA -> throw new IllegalStateException("data is taken in parts");
      case ENDED -> {
        if (gzip) { // another member (RFC 1952 §2.2)
          inflater.reset();
          header.reset();
          sum.reset();
          state = State.HEADER;
          gzipHeader(one);
        } else {
          wrong("there is more after its end");
        }
      }
    }
  }

  private void gzipHeader(int one) {
    switch (header.take(one)) {
      case MORE -> {
        // to be gone on with
      }
      case DONE -> begin();
      case WRONG -> wrong("no gzip");
    }
  }

  /// Two bytes that are no zlib header are data already.
  private void zlibHeader(int one) {
    number = number << Byte.SIZE | one;
    if (++count < ZLIB_HEADER) {
      return;
    }
    byte[] both = {(byte) (number >> Byte.SIZE), (byte) number};
    boolean zlib = (both[0] & 0x0f) == 8 && number % 31 == 0 && (both[1] & 0x20) == 0;
    begin();
    if (!zlib) {
      bare = true;
      inflate(ByteBuffer.wrap(both));
    }
  }

  private void begin() {
    state = State.DATA;
    count = 0;
    number = 0;
    ofMember = 0;
  }

  private int inflate(ByteBuffer part) {
    int length = part.remaining();
    inflater.setInput(part);
    try {
      boolean more = true;
      while (more && fault.isEmpty() && !into.truncated()) {
        int got = inflater.inflate(lender.scratch());
        more = got > 0 && !inflater.finished();
        keep(got, length - inflater.getRemaining());
      }
    } catch (DataFormatException _) {
      wrong("it is corrupt");
    }
    if (inflater.finished()) {
      state = bare ? State.ENDED : State.TRAILER;
    }
    return length - inflater.getRemaining();
  }

  private void keep(int got, int used) {
    into.append(lender.scratch(), got);
    sum.update(lender.scratch(), 0, got);
    yielded += got;
    ofMember += got;
    if (yielded > FLOOR && yielded > caps.ratio() * (taken + used)) {
      wrong("more than " + caps.ratio() + " to 1");
    }
  }

  /// Checksum and, of gzip, length; zlib puts the highest byte first, gzip the lowest.
  private void trailer(int one) {
    number = gzip ? number | (long) one << (Byte.SIZE * count) : number << Byte.SIZE | one;
    if (++count < (gzip ? GZIP_TRAILER : ZLIB_TRAILER)) {
      return;
    }
    boolean right =
        gzip ? number == (ofMember << Integer.SIZE | sum.getValue()) : number == sum.getValue();
    if (right) {
      state = State.ENDED;
    } else {
      wrong("its checksum is another");
    }
  }
}
