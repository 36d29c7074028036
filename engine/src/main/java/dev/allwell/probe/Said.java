package dev.allwell.probe;

/// Bytes that a peer said, as text of one character each (ISO 8859-1), without a copy of them.
final class Said implements CharSequence {
  private final byte[] bytes;
  private final int from;
  private final int to;

  /// @param bytes not changed while this is used
  Said(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  @Override
  public int length() {
    return to - from;
  }

  @Override
  public char charAt(int index) {
    return (char) (bytes[from + index] & 0xff);
  }

  @Override
  public Said subSequence(int start, int end) {
    return new Said(bytes, from + start, from + end);
  }

  @Override
  public String toString() {
    return new StringBuilder(length()).append(this, 0, length()).toString();
  }
}
