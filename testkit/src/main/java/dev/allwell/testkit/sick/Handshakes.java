package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What goes wrong while hands are shaken.
final class Handshakes {
  private static final String RECORDS = "the grammar of TLS records";
  private static final String MESSAGES = "the order of TLS messages";
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int HUGE = 96 * 1024;
  private static final Certificate SHOWN = Authority.selfSigned();

  private Handshakes() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.TLS);
    silent(rows);
    broken(rows);
    wrong(rows);
    floods(rows);
    return rows.list();
  }

  private static void silent(Rows rows) {
    rows.capped("accepts TLS and hangs", Wire::hang, "timeout-tls", Cap.DEADLINE)
        .capped(
            "stalls after its ServerHello",
            saying(hello -> flight(hello, "TLSv1.3").firstRecord()),
            "timeout-tls",
            Cap.DEADLINE)
        .capped(
            "stalls after its certificate",
            saying(hello -> flight(hello, "TLSv1.2").firstMessages(2)),
            "timeout-tls",
            Cap.DEADLINE)
        .capped(
            "sends most of a huge certificate and hangs",
            saying(hello -> flight(hello, "TLSv1.2").hugeCertificate(HUGE)),
            "timeout-tls",
            Cap.DEADLINE)
        .capped(
            "drips its handshake",
            wire -> drip(wire, flight(wire.read(), "TLSv1.2").bytes()),
            "timeout-tls",
            Cap.DEADLINE);
  }

  private static void broken(Rows rows) {
    rows.row(
            "resets within the handshake",
            Rows.plain(wire -> {
              wire.write(half(flight(wire.read(), "TLSv1.3").bytes()));
              Thread.sleep(50);
              wire.reset();
            }),
            "reset",
            shaken("the peer ended the connection"))
        .row(
            "resets at the ClientHello",
            Rows.plain(wire -> {
              wire.read();
              wire.reset();
            }),
            "reset",
            shaken("the peer ended the connection"))
        .row(
            "closes within the handshake",
            Rows.plain(wire -> wire.write(half(flight(wire.read(), "TLSv1.3").bytes()))),
            "tls-failed",
            shaken("the peer ended the connection"));
  }

  private static void wrong(Rows rows) {
    said(rows, "answers TLS with garbage", "\u0000\u00ff garbage \u0003\u0001 and more of it");
    said(rows, "speaks plain HTTP at a TLS port", "HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n");
    said(rows, "refuses by an alert", "\u0015\u0003\u0003\u0000\u0002\u0002(");
    said(rows, "sends a record of 64 KiB", "\u0016\u0003\u0003\u00ff\u00ff" + "x".repeat(65_535));
    said(rows, "sends a record of no known type", "c\u0003\u0003\u0000\u0001x");
    String hello = "\u0003\u0001" + "r".repeat(32) + "\u0000\u00c0\u0014\u0000";
    said(
        rows,
        "speaks TLS 1.0 only",
        "\u0016\u0003\u0001\u0000"
            + (char) (hello.length() + 4)
            + "\u0002\u0000\u0000"
            + (char) hello.length()
            + hello);
    rows.row(
        "answers with a ClientHello",
        Rows.plain(saying(hello2 -> hello2)),
        "tls-failed",
        shaken(MESSAGES));
  }

  private static void floods(Rows rows) {
    flood(rows, "sends empty records without an end", ServerFlight.record(22, new byte[0]));
    flood(rows, "sends HelloRequests without an end", ServerFlight.record(22, new byte[4]));
    flood(rows, "sends warnings without an end", ServerFlight.record(21, new byte[] {1, 90}));
    flood(rows, "changes ciphers without an end", ServerFlight.record(20, new byte[] {1}));
    rows.capped(
        "sends a certificate byte by byte, each in a record",
        wire -> {
          wire.write(flight(wire.read(), "TLSv1.2").firstMessages(1));
          wire.write(ServerFlight.record(22, new byte[] {11, 1, 0x60, 0, 1, 0x5f, -3}));
          byte[] more = many(ServerFlight.record(22, new byte[1]));
          while (true) {
            wire.write(more);
          }
        },
        "tls-failed",
        Cap.HANDSHAKE);
    rows.row(
        "sends a certificate of 16 MiB",
        Rows.plain(wire -> {
          wire.write(flight(wire.read(), "TLSv1.2").firstMessages(1));
          wire.write(ServerFlight.record(22, new byte[] {11, -1, -1, -1, -1, -1, -4, -1, -1, -7}));
          byte[] more = ServerFlight.record(22, new byte[16_000]);
          while (true) {
            wire.write(more);
          }
        }),
        "tls-failed",
        shaken("the longest message that BoringSSL takes"));
  }

  private static void flood(Rows rows, String name, byte[] part) {
    rows.row(
        name,
        Rows.plain(wire -> {
          wire.write(flight(wire.read(), "TLSv1.2").firstMessages(1));
          byte[] many = many(part);
          while (true) {
            wire.write(many);
          }
        }),
        "tls-failed",
        shaken(MESSAGES));
  }

  private static void said(Rows rows, String name, String bytes) {
    rows.row(
        name,
        Rows.plain(saying(_ -> bytes.getBytes(StandardCharsets.ISO_8859_1))),
        "tls-failed",
        shaken(RECORDS));
  }

  private static Control shaken(String rule) {
    return new Control.Twin(rule, Rows.secured(Wire::hang));
  }

  /// Hears the client's first words, says something, and hangs.
  private static Script saying(Saying saying) {
    return wire -> {
      wire.write(saying.to(wire.read()));
      wire.hang();
    };
  }

  private static ServerFlight flight(byte[] hello, String protocol) throws IOException {
    return ServerFlight.answering(hello, SHOWN, protocol);
  }

  private static void drip(Wire wire, byte[] bytes) throws IOException, InterruptedException {
    wire.drip(new String(bytes, StandardCharsets.ISO_8859_1), PAUSE);
  }

  private static byte[] half(byte[] whole) {
    return Arrays.copyOf(whole, whole.length / 2);
  }

  private static byte[] many(byte[] one) {
    int count = 8192 / one.length;
    var many = new byte[count * one.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(one, 0, many, i * one.length, one.length);
    }
    return many;
  }

  @FunctionalInterface
  private interface Saying {
    byte[] to(byte[] hello) throws IOException;
  }

  /// Kept beside the others: after the handshake.
  static List<Behaviour> afterwards() {
    return new Rows(Aim.HTTPS)
        .row(
            "changes keys without an end",
            Rows.secured(wire -> {
              wire.request();
              while (true) {
                wire.changeKeys();
              }
            }),
            "tls-failed",
            new Control.Twin("32 changes of keys in a row, by BoringSSL", Rows.healthySecured()))
        .row(
            "hangs after the handshake",
            Rows.secured(Wire::hang),
            "timeout-first-byte",
            new Control.Lifted(Cap.DEADLINE))
        .row(
            "sends 10 GiB over TLS",
            Rows.secured(Sickness.huge(10L << 30)),
            "ok",
            new Control.Lifted(Cap.BODY))
        .list();
  }
}
