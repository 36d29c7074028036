package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// The body of an answer, up to the cap; what is beyond is not kept.
final class Body {
  private static final int FIRST = 1024;
  private static final byte[] NONE = {};

  private final int cap;
  private byte[] bytes = NONE;
  private int length;
  private boolean truncated;

  /// @param cap most bytes that are kept
  Body(int cap) {
    this.cap = cap;
  }

  /// @param keep false to count only
  void append(ByteBuf content, boolean keep) {
    int taken = Math.min(content.readableBytes(), cap - length);
    truncated |= taken < content.readableBytes();
    if (keep && taken > 0) {
      room(taken);
      content.getBytes(content.readerIndex(), bytes, length, taken);
    }
    length += taken;
  }

  /// As the other, from an array.
  void append(byte[] content, int count) {
    int taken = Math.min(count, cap - length);
    truncated |= taken < count;
    room(taken);
    System.arraycopy(content, 0, bytes, length, taken);
    length += taken;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /// Whether there was more than the cap lets in.
  boolean truncated() {
    return truncated;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      int room = Math.max(Math.max(FIRST, 2 * bytes.length), length + more);
      bytes = Arrays.copyOf(bytes, Math.min(cap, room));
    }
  }
}
