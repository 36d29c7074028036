package dev.allwell.testkit.sick;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// Answers of name servers (RFC 1035 §4) that are none, or to nobody.
final class Answers {
  private static final int HEADER = 12;
  private static final int ANSWERED = 0x8180;
  private static final int CUT = 0x8380;
  private static final int FLOOD = 2000;
  private static final int LARGE = 60_000;
  private static final int LONGEST = 0xffff;
  private static final int FARTHEST = 0x3fff;
  private static final short POINTER = (short) (0xc000 | HEADER);
  private static final short UNKNOWN = 99;
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String MESSAGES = "the grammar of DNS messages";

  /// The name asked for, an address, for a minute.
  private static final byte[] ADDRESS = {
    (byte) 0xc0, HEADER, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1
  };

  /// A name that points to itself: it stands behind header and question.
  private static final byte[] CIRCLE = ADDRESS.clone();

  private Answers() {}

  static List<Behaviour> rows() {
    var all = new ArrayList<>(byDatagrams());
    all.add(shown());
    all.addAll(byStream());
    return all;
  }

  private static List<Behaviour> byDatagrams() {
    var rows = new Rows(Aim.DNS);
    rows.row(
            "is asked a name and says nothing",
            new Stand.Names(_ -> List.of()),
            "timeout-first-byte",
            new Control.Lifted(Cap.DEADLINE))
        .row(
            "floods answers to other questions",
            new Stand.Names(
                asked -> Collections.nCopies(FLOOD, forged(answer(asked, ANSWERED, 1, ADDRESS)))),
            "timeout-first-byte",
            new Control.Lifted(Cap.DEADLINE));
    datagram(rows, "answers in a circle of names", Answers::circle);
    datagram(rows, "says 65,535 records and sends one", a -> answer(a, ANSWERED, LONGEST, ADDRESS));
    datagram(
        rows, "sends a datagram of noise", a -> answer(a, ANSWERED, 1, filled(LARGE, (byte) 0x3f)));
    datagram(rows, "sends half an answer", a -> Arrays.copyOf(answer(a, ANSWERED, 1, ADDRESS), 20));
    return rows.list();
  }

  /// Of a text in a zone everything but printable ASCII is shown by its bytes.
  private static Behaviour shown() {
    byte[] hostile = Certificates.HOSTILE.getBytes(StandardCharsets.UTF_8);
    var escaped = new StringBuilder();
    for (byte one : hostile) {
      escaped.append(one > ' ' && one < 0x7f ? "" + (char) one : "\\%03d".formatted(one & 0xff));
    }
    return new Rows(Aim.DNS_TXT)
        .row(
            "holds a text of terminal escapes and right-to-left marks",
            new Stand.Names(asked -> List.of(answer(asked, ANSWERED, 1, text(hostile)))),
            "expectation-failed",
            new Control.Escaped(Certificates.HOSTILE, escaped.toString()))
        .list()
        .getFirst();
  }

  /// A TXT record of the name asked for.
  private static byte[] text(byte[] text) {
    return ByteBuffer.allocate(13 + text.length)
        .put(ADDRESS, 0, 2)
        .put(new byte[] {0, 16, 0, 1, 0, 0, 0, 60, 0, (byte) (text.length + 1)})
        .put((byte) text.length)
        .put(text)
        .array();
  }

  private static List<Behaviour> byStream() {
    var rows = new Rows(Aim.DNS_TCP);
    rows.capped(
            "says 64 KiB of an answer and hangs",
            asked(a -> new byte[] {-1, -1}),
            "timeout-first-byte",
            Cap.DEADLINE)
        .capped(
            "drips an answer over TCP",
            wire -> {
              wire.read();
              wire.drip("\u00ff".repeat(2) + "z".repeat(LONGEST), PAUSE);
            },
            "timeout-first-byte",
            Cap.DEADLINE);
    stream(rows, "answers over TCP in a circle of names", Answers::circle);
    stream(
        rows,
        "sends 60 KB of noise over TCP",
        a -> answer(a, ANSWERED, 1, filled(LARGE, (byte) -1)));
    stream(
        rows, "sends 60 KB of zeros over TCP", a -> answer(a, ANSWERED, LONGEST, new byte[LARGE]));
    rows.capped(
        "chains pointers over TCP", asked(a -> framed(chain(a))), "bad-response", Cap.POINTERS);
    stream(rows, "sends an empty answer over TCP", _ -> new byte[0]);
    stream(rows, "cuts its answer even over TCP", a -> answer(a, CUT, 0, new byte[0]));
    stream(rows, "answers another question over TCP", a -> forged(answer(a, ANSWERED, 1, ADDRESS)));
    return rows.list();
  }

  private static void datagram(Rows rows, String name, UnaryOperator<byte[]> answer) {
    rows.row(
        name,
        new Stand.Names(asked -> List.of(answer.apply(asked))),
        "bad-response",
        new Control.Twin(
            MESSAGES, new Stand.Names(asked -> List.of(answer(asked, ANSWERED, 1, ADDRESS)))));
  }

  private static void stream(Rows rows, String name, UnaryOperator<byte[]> answer) {
    rows.ruled(
        name,
        asked(a -> framed(answer.apply(a))),
        "bad-response",
        MESSAGES,
        asked(a -> framed(answer(a, ANSWERED, 1, ADDRESS))));
  }

  /// Hears a question, which comes whole, says this, and hangs.
  private static Script asked(UnaryOperator<byte[]> said) {
    return wire -> {
      byte[] asked = question(wire);
      wire.write(said.apply(asked));
      wire.hang();
    };
  }

  private static byte[] question(Wire wire) throws IOException {
    String length = wire.bytes(2);
    return wire.bytes(length.charAt(0) << Byte.SIZE | length.charAt(1))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  /// As many pointers as pointers can reach, each to the one before, in the data of a first record;
  /// and thousands of addresses whose owner is the last of them, which leads to the name asked for.
  private static byte[] chain(byte[] asked) {
    byte[] head = answer(asked, ANSWERED, 0, new byte[0]);
    var out = ByteBuffer.allocate(LONGEST).put(head).putShort(POINTER);
    out.putShort(UNKNOWN).putShort((short) 1).putInt(60);
    int from = out.position() + 2;
    out.putShort((short) ((FARTHEST - from) & ~1));
    short last = POINTER;
    while (out.position() + 2 <= FARTHEST) {
      short here = (short) (0xc000 | out.position());
      out.putShort(last);
      last = here;
    }
    short count = 1;
    while (out.remaining() >= ADDRESS.length) {
      out.putShort(last).put(ADDRESS, 2, ADDRESS.length - 2);
      count++;
    }
    return Arrays.copyOf(out.putShort(6, count).array(), out.position());
  }

  private static byte[] circle(byte[] asked) {
    byte[] answer = answer(asked, ANSWERED, 1, CIRCLE);
    int at = answer.length - CIRCLE.length;
    answer[at] = (byte) (0xc0 | at >> Byte.SIZE);
    answer[at + 1] = (byte) at;
    return answer;
  }

  /// With another id.
  private static byte[] forged(byte[] answer) {
    answer[0] ^= 0x55;
    return answer;
  }

  private static byte[] answer(byte[] asked, int flags, int count, byte[] records) {
    int end = HEADER;
    while (asked[end] != 0) {
      end += asked[end] + 1;
    }
    var out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(asked, 2));
    out.writeBytes(
        ByteBuffer.allocate(HEADER - 2)
            .putShort((short) flags)
            .putShort((short) 1)
            .putShort((short) count)
            .array());
    out.writeBytes(Arrays.copyOfRange(asked, HEADER, end + 5));
    out.writeBytes(records);
    return out.toByteArray();
  }

  private static byte[] filled(int length, byte with) {
    var bytes = new byte[length];
    Arrays.fill(bytes, with);
    return bytes;
  }
}
