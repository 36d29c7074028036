package dev.allwell.server.store;

import java.util.Arrays;

/// Reads what a [ByteWriter] wrote.
///
/// Bytes that are something else end in an [IllegalArgumentException], never beyond the array.
final class ByteReader {
  private final byte[] bytes;
  private int position;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean more() {
    return position < bytes.length;
  }

  long unsigned() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (position == bytes.length) {
        throw new IllegalArgumentException("cut short after " + position + " bytes");
      }
      byte next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("no number at byte " + position);
  }

  long signed() {
    return unzigzag(unsigned());
  }

  int count() {
    return Math.toIntExact(unsigned());
  }

  /// As many bytes as they are.
  byte[] bytes(int count) {
    if (count < 0 || count > bytes.length - position) {
      throw new IllegalArgumentException("cut short after " + position + " bytes");
    }
    position += count;
    return Arrays.copyOfRange(bytes, position - count, position);
  }

  static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
