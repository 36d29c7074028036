package dev.allwell.probe;

/// The header of a gzip member, byte by byte (RFC 1952 §2.3).
final class GzipHeader {
  private static final int FIXED = 10;
  private static final int[] MAGIC = {0x1f, 0x8b, 8};
  private static final int FLAGS_AT = 3;
  private static final int CHECK = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private int count;
  private int flags;
  private int number;

  /// What a byte came to.
  enum Step {
    MORE,
    DONE,
    /// It is no gzip header.
    WRONG
  }

  void reset() {
    count = 0;
  }

  /// Whether nothing of a header came yet.
  boolean fresh() {
    return count == 0;
  }

  Step take(int one) {
    int at = count++;
    if (at < FIXED) {
      return fixed(at, one);
    }
    if ((flags & EXTRA) != 0) {
      extra(at - FIXED, one);
    } else if ((flags & (NAME | COMMENT)) != 0) {
      if (one == 0) {
        flags &= (flags & NAME) != 0 ? ~NAME : ~COMMENT;
        number = 0;
      }
    } else if (++number == 2) { // the header's own checksum is of no interest
      flags &= ~CHECK;
    }
    return flags == 0 ? Step.DONE : Step.MORE;
  }

  private Step fixed(int at, int one) {
    if (at < MAGIC.length && one != MAGIC[at]) {
      return Step.WRONG;
    }
    if (at == FLAGS_AT) {
      if ((one & RESERVED) != 0) {
        return Step.WRONG;
      }
      flags = one & (CHECK | EXTRA | NAME | COMMENT);
      number = 0;
    }
    return at == FIXED - 1 && flags == 0 ? Step.DONE : Step.MORE;
  }

  /// Two bytes of length, the lower first, and as many bytes.
  private void extra(int at, int one) {
    if (at < 2) {
      number |= one << (Byte.SIZE * at);
    } else {
      number--;
    }
    if (at > 0 && number == 0) {
      flags &= ~EXTRA;
    }
  }
}
