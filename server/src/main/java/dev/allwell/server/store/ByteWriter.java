package dev.allwell.server.store;

import java.util.Arrays;

/// Bytes that grow, with numbers in as few of them as they need (LEB128, zigzag when signed).
final class ByteWriter {
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes;
  private int length;

  ByteWriter(int expected) {
    bytes = new byte[expected];
  }

  /// Adds a number that is seldom negative.
  void unsigned(long value) {
    if (bytes.length - length < LONGEST_VARINT) {
      bytes = Arrays.copyOf(bytes, Math.max(length + LONGEST_VARINT, length + (length >> 1)));
    }
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /// Adds a number near 0.
  void signed(long value) {
    unsigned(zigzag(value));
  }

  void all(byte[] more, int moreLength) {
    if (bytes.length - length < moreLength) {
      bytes = Arrays.copyOf(bytes, length + moreLength);
    }
    System.arraycopy(more, 0, bytes, length, moreLength);
    length += moreLength;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }
}
