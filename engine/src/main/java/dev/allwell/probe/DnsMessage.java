package dev.allwell.probe;

import dev.allwell.model.DnsCheck.Question;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One question to a name server and the reading of what comes back (RFC 1035 §4). Pure.
final class DnsMessage {
  private static final int HEADER = 12;
  private static final int LONGEST_LABEL = 63;
  private static final short INTERNET = 1;
  private static final short RECURSION_DESIRED = 0x0100;
  private static final int RESPONSE = 0x8000;
  private static final int TRUNCATED = 0x0200;
  private static final int RCODE = 0x000f;

  private final int id;
  private final Question question;
  private final Caps caps;

  /// One question, with an id of 16 bits that a forger cannot guess.
  DnsMessage(int id, Question question, Caps caps) {
    this.id = id;
    this.question = question;
    this.caps = caps;
  }

  /// What a message turned out to be.
  sealed interface Reading {
    /// An answer to somebody else's question.
    record NotOurs() implements Reading {}

    /// The answer did not fit: ask again by TCP.
    record Cut() implements Reading {}

    /// Ours by its id, and then nonsense.
    ///
    /// @param words what is wrong with it, for a person
    record Garbage(String words) implements Reading {}

    /// The answer; of use as long as the message is held.
    record Answered(DnsAnswer answer) implements Reading {}
  }

  /// The question as it is sent.
  byte[] bytes() {
    String name = question.name();
    ByteBuffer out = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
    out.putShort((short) id).putShort(question.recursion() ? RECURSION_DESIRED : 0);
    out.putShort((short) 1).putShort((short) 0).putShort((short) 0).putShort((short) 0);
    for (String label : name.split("\\.")) {
      byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
      if (bytes.length == 0 || bytes.length > LONGEST_LABEL) {
        throw new IllegalArgumentException("not a name that can be asked for: " + name);
      }
      out.put((byte) bytes.length).put(bytes);
    }
    out.put((byte) 0).putShort((short) question.type().number()).putShort(INTERNET);
    return Arrays.copyOf(out.array(), out.position());
  }

  Reading read(ByteBuf message) {
    ByteBuf in = message.slice(); // offsets count from the message's beginning
    if (in.readableBytes() < HEADER || in.getUnsignedShort(0) != id) {
      return new Reading.NotOurs();
    }
    int flags = in.getUnsignedShort(2);
    if ((flags & RESPONSE) == 0) {
      return new Reading.NotOurs();
    }
    try {
      return body(in, flags);
    } catch (IndexOutOfBoundsException fault) {
      return garbage(fault);
    }
  }

  /// What a message is that cannot be read.
  static Reading.Garbage garbage(IndexOutOfBoundsException fault) {
    String more = fault instanceof DnsData.Winding ? ": " + fault.getMessage() : "";
    return new Reading.Garbage("the answer is not a DNS message" + more);
  }

  private Reading body(ByteBuf in, int flags) {
    int rcode = flags & RCODE;
    int questions = in.getUnsignedShort(4);
    var data = new DnsData(in, caps.talks().pointers());
    int at = HEADER;
    if (questions == 1) {
      var asked = new StringBuilder();
      at = data.name(at, asked);
      if (in.getUnsignedShort(at) != question.type().number()
          || !asked.toString().equals(question.name())) {
        return new Reading.NotOurs();
      }
      at += 4;
    } else if (questions > 1 || rcode == 0) { // one that could not read us may leave it out
      return garbage(new IndexOutOfBoundsException("not one question"));
    }
    if ((flags & TRUNCATED) != 0) {
      return new Reading.Cut();
    }
    return new Reading.Answered(DnsAnswer.read(data, at, rcode));
  }
}
