package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Http2Frames.CONTINUATION;
import static dev.allwell.testkit.Http2Frames.DATA;
import static dev.allwell.testkit.Http2Frames.END_HEADERS;
import static dev.allwell.testkit.Http2Frames.END_STREAM;
import static dev.allwell.testkit.Http2Frames.GOAWAY;
import static dev.allwell.testkit.Http2Frames.HEADERS;
import static dev.allwell.testkit.Http2Frames.PING;
import static dev.allwell.testkit.Http2Frames.PRIORITY;
import static dev.allwell.testkit.Http2Frames.PUSH_PROMISE;
import static dev.allwell.testkit.Http2Frames.RST_STREAM;
import static dev.allwell.testkit.Http2Frames.SETTINGS;
import static dev.allwell.testkit.Http2Frames.WINDOW_UPDATE;
import static dev.allwell.testkit.Http2Frames.header;
import static dev.allwell.testkit.Http2Frames.settings;
import static dev.allwell.testkit.Http2Frames.times;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Http2Frames;
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
  private static final int PADDED = 8;
  private static final byte[] STATUS_200 = {(byte) 0x88};
  private static final byte[] PUSH = frame(PUSH_PROMISE, END_HEADERS, 1, 0, 0, 0, 2, 0x82);

  private Floods() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP2);
    flood(rows, "SETTINGS", frame(SETTINGS, 0, 0, 0, 3, 0, 0, 0, 100));
    flood(rows, "PING", frame(PING, 0, 0, new byte[8]));
    flood(rows, "WINDOW_UPDATE", frame(WINDOW_UPDATE, 0, 0, 0, 0, 0, 1));
    flood(rows, "PRIORITY", frame(PRIORITY, 0, 1, 0, 0, 0, 0, 16));
    flood(rows, "unknown frames", frame(0x42, 0, 0, new byte[64]));
    row(
        rows,
        "sends empty DATA without an end",
        wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          endless(wire, frame(DATA, 0, 1));
        },
        "bad-response",
        ruled("2 empty frames in a row, by the codec"));
    continued(rows);
    row(
        rows,
        "pads without an end",
        wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          byte[] padding = new byte[256];
          padding[0] = (byte) 254;
          endless(wire, frame(DATA, PADDED, 1, padding));
        },
        "bad-response",
        new Control.Lifted(Cap.FRAMING));
    row(
        rows,
        "sends DATA of one byte without an end",
        wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          endless(wire, frame(DATA, 0, 1, new byte[1]));
        },
        "bad-response",
        new Control.Lifted(Cap.FRAMING));
    row(
        rows,
        "sends large unknown frames without an end",
        wire -> endless(wire, frame(0x42, 0, 0, new byte[16_000])),
        "bad-response",
        new Control.Lifted(Cap.WIRE));
    row(
        rows,
        "sends interim answers over HTTP/2 without an end",
        wire -> endless(wire, frame(HEADERS, END_HEADERS, 1, header(":status", "102"))),
        "bad-response",
        new Control.Lifted(Cap.INTERIM));
    refused(rows);
    row(
        rows,
        "sends 10 GiB over HTTP/2",
        wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          endless(wire, frame(DATA, 0, 1, new byte[16_000]));
        },
        "ok",
        new Control.Lifted(Cap.BODY));
    return rows.list();
  }

  /// Headers that go on and on.
  private static void continued(Rows rows) {
    row(
        rows,
        "sends CONTINUATION without an end",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          endless(wire, frame(CONTINUATION, 0, 1, times(100, header("x", "y".repeat(100)))));
        },
        "bad-response",
        new Control.Lifted(Cap.HEADERS));
    row(
        rows,
        "sends small CONTINUATION without an end",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          endless(wire, frame(CONTINUATION, 0, 1, header("x", "y".repeat(64))));
        },
        "bad-response",
        ruled("8 small frames in a row, by the codec"));
    row(
        rows,
        "sends empty CONTINUATION without an end",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          endless(wire, frame(CONTINUATION, 0, 1));
        },
        "bad-response",
        ruled("8 small frames in a row, by the codec"));
    row(
        rows,
        "sends 1 MiB of HTTP/2 headers",
        wire -> {
          wire.write(frame(HEADERS, 0, 1, STATUS_200));
          byte[] many = times(150, header("x", "y".repeat(100)));
          for (int i = 0; i < 64; i++) {
            wire.write(frame(CONTINUATION, 0, 1, many));
          }
          wire.write(frame(CONTINUATION, END_HEADERS, 1));
          wire.hang();
        },
        "bad-response",
        new Control.Lifted(Cap.HEADERS));
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
        new Control.Lifted(Cap.HEADERS));
  }

  /// What ends the request or the connection, each in one frame.
  private static void refused(Rows rows) {
    one(rows, "promises a push unasked", "bad-response", "pushes are not asked for", PUSH);
    one(
        rows,
        "goes away at once",
        "closed-early",
        "the peer takes no request",
        frame(GOAWAY, 0, 0, new byte[8]));
    one(
        rows,
        "resets the stream",
        "reset",
        "the peer ended the request",
        frame(RST_STREAM, 0, 1, 0, 0, 0, 2));
    one(
        rows,
        "sends a frame longer than allowed",
        "bad-response",
        "16 KiB of a frame",
        frame(DATA, 0, 1, new byte[20_000]));
  }

  private static void one(Rows rows, String name, String reason, String rule, byte[] frame) {
    row(
        rows,
        name,
        wire -> {
          wire.write(frame);
          wire.hang();
        },
        reason,
        ruled(rule));
  }

  private static void flood(Rows rows, String what, byte[] frame) {
    row(
        rows,
        "sends " + what + " without an end",
        wire -> endless(wire, frame),
        "bad-response",
        new Control.Lifted(Cap.FRAMES));
  }

  private static void row(Rows rows, String name, Script script, String reason, Control control) {
    rows.row(name, stand(script), reason, control);
  }

  /// Each has the same twin: an answer in two frames.
  private static Control ruled(String rule) {
    byte[] document = Rows.DOCUMENT.getBytes(StandardCharsets.US_ASCII);
    return new Control.Twin(
        rule,
        stand(wire -> {
          wire.write(frame(HEADERS, END_HEADERS, 1, STATUS_200));
          wire.write(frame(DATA, END_STREAM, 1, document));
          wire.hang();
        }));
  }

  /// Lets the client open, opens too, and plays.
  private static Stand stand(Script script) {
    return new Stand.Secured(
        Authority::forLoopback,
        List.of("h2"),
        wire -> {
          awaitHeaders(wire);
          wire.write(settings());
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
    byte[] many = times(Math.max(1, 8192 / frame.length), frame);
    while (true) {
      wire.write(many);
    }
  }

  /// A header field that is added to the dynamic table, by RFC 7541 6.2.1.
  private static byte[] indexed(String name, String value) {
    var field = new ByteArrayOutputStream();
    field.write(0x40);
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
    return Http2Frames.frame(type, flags, stream, bytes);
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return Http2Frames.frame(type, flags, stream, payload);
  }
}
