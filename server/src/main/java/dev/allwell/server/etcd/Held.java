package dev.allwell.server.etcd;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// The value of a key.
///
/// @param text as it is; empty when it cannot be read
/// @param fault why it cannot be read; empty when it can
/// @param revision at which it was last written
record Held(String text, String fault, long revision) {
  /// Most bytes that are kept of a value: nothing that is read needs more.
  static final int MOST_BYTES = 16 * 1024;

  static Held of(byte[] bytes, long revision) {
    if (bytes.length > MOST_BYTES) {
      return new Held("", "is larger than 16 KiB: " + bytes.length + " bytes", revision);
    }
    try {
      return new Held(utf8(bytes), "", revision);
    } catch (CharacterCodingException e) {
      return new Held("", "is not UTF-8", revision);
    }
  }

  /// One that is too large to be asked for.
  static Held huge(long revision) {
    return new Held("", "is larger than 16 KiB", revision);
  }

  static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  boolean readable() {
    return fault.isEmpty();
  }

  /// About how much memory it takes, in bytes.
  int weight() {
    return 64 + 2 * text.length();
  }
}
