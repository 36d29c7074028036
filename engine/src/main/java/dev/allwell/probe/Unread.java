package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// What a peer said in the clear and nobody took yet; bounded over the whole talk.
final class Unread {
  private final int most;
  private final Body all;
  private int position;

  /// @param most bytes over the whole talk
  Unread(int most) {
    this.most = most;
    all = new Body(most);
  }

  int most() {
    return most;
  }

  void add(ByteBuf bytes) {
    all.append(bytes, /* keep= */ true);
  }

  /// Whether more came than is ever kept.
  boolean overflown() {
    return all.truncated();
  }

  /// How many bytes nobody took yet.
  int left() {
    return all.length() - position;
  }

  /// Whether nothing came at all so far.
  boolean silent() {
    return all.length() == 0;
  }

  /// One of the bytes left, from 0 to 255.
  ///
  /// @param index less than [#left]
  int at(int index) {
    return all.bytes()[position + index] & 0xff;
  }

  /// All that is left, without taking it.
  Said rest() {
    return new Said(all.bytes(), position, all.length());
  }

  /// @param count at most [#left]
  void skip(int count) {
    position += count;
  }

  /// Takes the next line without its end, if there is a whole one.
  Optional<String> line() {
    for (int i = 0; i < left(); i++) {
      if (at(i) == '\n') {
        int end = i > 0 && at(i - 1) == '\r' ? i - 1 : i;
        String line = rest().subSequence(0, end).toString();
        skip(i + 1);
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }
}
