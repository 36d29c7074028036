package dev.allwell.probe;

import dev.allwell.model.DnsCheck;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// One question to a name server and the reading of what comes back (RFC 1035 §4). Pure.
final class DnsMessage {
  private static final int HEADER = 12;
  private static final int LONGEST_LABEL = 63;
  private static final short INTERNET = 1;
  private static final short RECURSION_DESIRED = 0x0100;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;
  private static final int RCODE = 0x000f;
  private static final int POINTER = 0xc0;

  private final int id;
  private final String name;
  private final DnsCheck.Type type;

  /// One question, with an id of 16 bits that a forger cannot guess.
  DnsMessage(int id, String name, DnsCheck.Type type) {
    this.id = id;
    this.name = name;
    this.type = type;
  }

  /// What a message turned out to be.
  sealed interface Reading {
    /// An answer to somebody else's question.
    record NotOurs() implements Reading {}

    /// The answer did not fit: ask again by TCP.
    record Cut() implements Reading {}

    /// Ours by its id, and then nonsense.
    record Garbage() implements Reading {}

    /// The answer.
    ///
    /// @param records of the type that was asked for
    record Answer(int rcode, int records) implements Reading {}
  }

  /// The question as it is sent.
  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
    out.putShort((short) id).putShort(RECURSION_DESIRED).putShort((short) 1);
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (String label : name.split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > LONGEST_LABEL) {
        throw new IllegalArgumentException("not a name that can be asked for: " + name);
      }
      out.put((byte) bytes.length).put(bytes);
    }
    out.put((byte) 0).putShort((short) type.number()).putShort(INTERNET);
    return Arrays.copyOf(out.array(), out.position());
  }

  Reading read(ByteBuf in) {
    if (in.readableBytes() < HEADER || in.readUnsignedShort() != id) {
      return new Reading.NotOurs();
    }
    int flags = in.readUnsignedShort();
    if ((flags & RESPONSE) == 0) {
      return new Reading.NotOurs();
    }
    try {
      return body(in, flags);
    } catch (IndexOutOfBoundsException short_) {
      return new Reading.Garbage();
    }
  }

  private Reading body(ByteBuf in, int flags) {
    int rcode = flags & RCODE;
    int questions = in.readUnsignedShort();
    int answers = in.readUnsignedShort();
    in.skipBytes(4);
    if (questions == 1) {
      String asked = question(in);
      boolean same = in.readUnsignedShort() == type.number();
      in.skipBytes(2);
      if (!same || !asked.equals(name.toLowerCase(Locale.ROOT))) {
        return new Reading.NotOurs();
      }
    } else if (questions > 1 || rcode == 0) { // one that could not read us may leave it out
      return new Reading.Garbage();
    }
    if ((flags & TRUNCATED) != 0) {
      return new Reading.Cut();
    }
    int records = 0;
    for (int i = 0; i < answers; i++) {
      skipName(in);
      records += in.readUnsignedShort() == type.number() ? 1 : 0;
      in.skipBytes(6);
      in.skipBytes(in.readUnsignedShort());
    }
    return new Reading.Answer(rcode, records);
  }

  private static String question(ByteBuf in) {
    var text = new StringBuilder();
    int length;
    while ((length = in.readUnsignedByte()) != 0) {
      if (length > LONGEST_LABEL) {
        throw new IndexOutOfBoundsException(length);
      }
      text.append(text.isEmpty() ? "" : ".")
          .append(in.readCharSequence(length, StandardCharsets.US_ASCII));
    }
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static void skipName(ByteBuf in) {
    int length;
    while ((length = in.readUnsignedByte()) != 0) {
      if (length >= POINTER) {
        in.skipBytes(1);
        return;
      }
      if (length > LONGEST_LABEL) {
        throw new IndexOutOfBoundsException(length);
      }
      in.skipBytes(length);
    }
  }
}
