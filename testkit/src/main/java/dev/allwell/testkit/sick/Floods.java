package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// HTTP/2 frames (RFC 9113) that are too many, too large, or of no use.
final class Floods {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int PRIORITY = 2;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PUSH_PROMISE = 5;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final byte[] STATUS_200 = {(byte) 0x88};
  private static final byte[] OPENING = frame(SETTINGS, 0, 0);

  private Floods() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP2);
    flood(rows, "SETTINGS", frame(SETTINGS, 0, 0, 0, 3, 0, 0, 0, 100));
    flood(rows, "PING", frame(PING, 0, 0, new byte[8]));
    flood(rows, "empty DATA", frame(DATA, 0, 1));
    flood(rows, "WINDOW_UPDATE", frame(WINDOW_UPDATE, 0, 0, 0, 0, 0, 1));
    flood(rows, "PRIORITY", frame(PRIORITY, 0, 1, 0, 0, 0, 0, 16));
    flood(rows, "unknown frames", frame(0x42, 0, 0, new byte[64]));
    row(
        rows,
        "sends CONTINUATION without an end",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          endless(wire, frame(CONTINUATION, 0, 1, header("x", "y".repeat(64))));
        },
        "bad-response",
        Cap.HEADERS);
    row(
        rows,
        "sends empty CONTINUATION without an end",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          endless(wire, frame(CONTINUATION, 0, 1));
        },
        "bad-response",
        Cap.FRAMES);
    row(
        rows,
        "sends 1 MiB of HTTP/2 headers",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          byte[] some = header("x", "y".repeat(100)).clone();
          byte[] many = times(some, 150);
          for (int i = 0; i < 64; i++) {
            wire.write(frame(CONTINUATION, 0, 1, many));
          }
          wire.write(frame(CONTINUATION, END_HEADERS, 1));
          wire.hang();
        },
        "bad-response",
        Cap.HEADERS);
    row(
        rows,
        "sends an HPACK bomb",
        wire -> {
          var bomb = new ByteArrayOutputStream();
          bomb.writeBytes(STATUS_200);
          bomb.writeBytes(indexed("x", "y".repeat(4000)));
          byte[] references = new byte[8000];
          Arrays.fill(references, (byte) (0x80 | 62));
          bomb.writeBytes(references);
          wire.write(frame(HEADERS, END_HEADERS, 1, bomb.toByteArray()));
          wire.hang();
        },
        "bad-response",
        Cap.HEADERS);
    row(
        rows,
        "promises a push unasked",
        wire -> {
          wire.write(frame(PUSH_PROMISE, END_HEADERS, 1, 0, 0, 0, 2, 0x82));
          wire.hang();
        },
        "bad-response",
        Cap.FRAMES);
    row(
        rows,
        "goes away at once",
        wire -> {
          wire.write(frame(GOAWAY, 0, 0, new byte[8]));
          wire.hang();
        },
        "closed-early",
        Cap.FRAMES);
    row(
        rows,
        "resets the stream",
        wire -> {
          wire.write(frame(RST_STREAM, 0, 1, 0, 0, 0, 2));
          wire.hang();
        },
        "reset",
        Cap.FRAMES);
    row(
        rows,
        "sends a frame longer than allowed",
        wire -> {
          wire.write(frame(DATA, 0, 1, new byte[20_000]));
          wire.hang();
        },
        "bad-response",
        Cap.FRAMES);
    row(
        rows,
        "sends 10 GiB over HTTP/2",
        wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          endless(wire, frame(DATA, 0, 1, new byte[16_000]));
        },
        "ok",
        Cap.BODY);
    return rows.list();
  }

  private static void flood(Rows rows, String what, byte[] frame) {
    row(
        rows,
        "sends " + what + " without an end",
        wire -> endless(wire, frame),
        "bad-response",
        Cap.WIRE);
  }

  /// Each has the same twin: an answer in two frames.
  private static void row(Rows rows, String name, Script script, String reason, Cap cap) {
    Control control =
        switch (cap) {
          case FRAMES ->
              new Control.Twin(
                  cap.words(),
                  stand(wire -> {
                    wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
                    wire.write(
                        frame(
                            DATA,
                            END_STREAM,
                            1,
                            Rows.DOCUMENT.getBytes(StandardCharsets.US_ASCII)));
                    wire.hang();
                  }));
          case DEADLINE,
              BODY,
              WIRE,
              LINE,
              HEADERS,
              HEADER_COUNT,
              INTERIM,
              REDIRECTS,
              OWN_LISTENERS,
              VERIFICATION,
              RATIO,
              CHAIN,
              HANDSHAKE ->
              new Control.Lifted(cap);
        };
    rows.row(name, stand(script), reason, control);
  }

  /// Lets the client open, opens too, and plays.
  private static Stand stand(Script script) {
    return new Stand.Secured(
        Authority::forLoopback,
        List.of("h2"),
        wire -> {
          awaitHeaders(wire);
          wire.write(OPENING);
          script.play(wire);
        });
  }

  /// The client's request has come: its connection preface and a HEADERS frame at least.
  private static void awaitHeaders(Wire wire) throws IOException {
    var heard = new ByteArrayOutputStream();
    while (!asked(heard.toByteArray())) {
      heard.writeBytes(wire.read());
    }
  }

  private static boolean asked(byte[] heard) {
    for (int at = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".length(); at + 9 <= heard.length; ) {
      if (heard[at + 3] == HEADERS) {
        return true;
      }
      at += 9 + (ByteBuffer.wrap(heard, at, 4).getInt() >>> 8);
    }
    return false;
  }

  private static void endless(Wire wire, byte[] frame) throws IOException {
    byte[] many = times(frame, Math.max(1, 8192 / frame.length));
    while (true) {
      wire.write(many);
    }
  }

  private static byte[] times(byte[] one, int count) {
    var many = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      many.writeBytes(one);
    }
    return many.toByteArray();
  }

  /// A header field that is not indexed, by RFC 7541 6.2.2; both texts of at most 126 bytes.
  private static byte[] header(String name, String value) {
    return field(0x00, name, value);
  }

  /// A header field that is added to the dynamic table, by RFC 7541 6.2.1.
  private static byte[] indexed(String name, String value) {
    return field(0x40, name, value);
  }

  private static byte[] field(int kind, String name, String value) {
    var field = new ByteArrayOutputStream();
    field.write(kind);
    text(field, name);
    text(field, value);
    return field.toByteArray();
  }

  private static void text(ByteArrayOutputStream to, String text) {
    int length = text.length();
    if (length < 127) {
      to.write(length);
    } else {
      to.write(127);
      for (length -= 127; length > 127; length >>= 7) {
        to.write(0x80 | (length & 127));
      }
      to.write(length);
    }
    to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, int... payload) {
    var bytes = new byte[payload.length];
    for (int i = 0; i < payload.length; i++) {
      bytes[i] = (byte) payload[i];
    }
    return frame(type, flags, stream, bytes);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }
}
