package dev.allwell.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames of HTTP/2 (RFC 9113 §6) byte by byte, for targets that are ill in it; ours go out in
/// streams that the client began: its first is 1.
public final class Http2Frames {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PUSH_PROMISE = 5;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  public static final int END_STREAM = 1;
  public static final int END_HEADERS = 4;

  private static final int HEAD = 9;

  private Http2Frames() {}

  public static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEAD + payload.length)
        .put((byte) (payload.length >> Short.SIZE))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// One without any setting: what a server says first.
  public static byte[] settings() {
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  /// One setting.
  public static byte[] setting(int id, int value) {
    return frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) id).putInt(value).array());
  }

  /// The headers of an answer on the first stream.
  public static byte[] answer(int status, int flags) {
    return frame(HEADERS, flags, 1, header(":status", Integer.toString(status)));
  }

  /// A header in the form that needs no table (RFC 7541 §6.2.2).
  public static byte[] header(String name, String value) {
    byte[] key = name.getBytes(StandardCharsets.US_ASCII);
    byte[] text = value.getBytes(StandardCharsets.US_ASCII);
    if (key.length > 126 || text.length > 126) {
      throw new IllegalArgumentException("longer than one byte can say");
    }
    return ByteBuffer.allocate(3 + key.length + text.length)
        .put((byte) 0)
        .put((byte) key.length)
        .put(key)
        .put((byte) text.length)
        .put(text)
        .array();
  }

  /// A four-byte payload.
  public static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  /// Two numbers, as GOAWAY has them: the last stream and why.
  public static byte[] goAway(int last, int code) {
    return frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(code).array());
  }

  /// The same payload several times, one after another.
  public static byte[] times(int count, byte[] bytes) {
    var all = ByteBuffer.allocate(count * bytes.length);
    for (int i = 0; i < count; i++) {
      all.put(bytes);
    }
    return all.array();
  }
}
