package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Certificate;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What is said on a plain connection, and before hands are shaken on one.
final class Talks {
  private static final String GREETING = "220 mail.test ESMTP\r\n";
  private static final String END = "the peer ended the connection";
  private static final String CODES = "the grammar of SMTP";
  private static final String HEARD = Printed.wired(Certificates.HOSTILE);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Certificate SHOWN = Authority.selfSigned();

  private Talks() {}

  static List<Behaviour> rows() {
    var all = new ArrayList<>(expected());
    all.addAll(negotiated());
    return all;
  }

  /// A greeting is awaited: `^220 `.
  private static List<Behaviour> expected() {
    var rows = new Rows(Aim.TCP);
    Script well = greeting(Wire::hang);
    rows.capped("accepts and says nothing", Wire::hang, "timeout-first-byte", Cap.DEADLINE)
        .capped("says half of it", said("22"), "timeout-transfer", Cap.DEADLINE)
        .capped(
            "drips something else",
            dripping("2 2 0 ".repeat(999)),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped("talks without an end", flood("no "), "expectation-failed", Cap.HEARD)
        .capped("sends lines without an end", flood("\r\n"), "expectation-failed", Cap.HEARD)
        .capped(
            "talks for 20 KiB before it greets",
            wire -> {
              wire.write("no\r\n".repeat(5000));
              well.play(wire);
            },
            "expectation-failed",
            Cap.HEARD)
        .ruled("closes without a word", _ -> {}, "closed-early", END, well)
        .ruled("resets without a word", Sickness.resettingAtOnce(), "reset", END, well)
        .passed(
            "greets and closes",
            wire -> wire.write(GREETING),
            "nothing: what was expected came",
            wire -> wire.write(GREETING.replace('0', '1')),
            "expectation-failed")
        .row(
            "says terminal escapes",
            Rows.plain(wire -> wire.write(HEARD + "\r\n")),
            "expectation-failed",
            new Control.Cleaned(HEARD));
    return rows.list();
  }

  /// TLS is agreed on in SMTP's words.
  private static List<Behaviour> negotiated() {
    var rows = new Rows(Aim.STARTTLS);
    Script well = agreeing("220 go ahead\r\n", Talks::shake);
    rows.capped(
            "greets and hangs before TLS", greeting(Wire::hang), "timeout-transfer", Cap.DEADLINE)
        .capped(
            "drips its greeting before TLS",
            dripping("220-welcome\r\n".repeat(99)),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "agrees on TLS and hangs",
            agreeing("220 go ahead\r\n", Wire::hang),
            "timeout-tls",
            Cap.DEADLINE)
        .capped("greets without an end", flood("220-welcome\r\n"), "bad-response", Cap.CLEAR)
        .capped(
            "greets for 20 KiB before TLS",
            wire -> {
              wire.write("220-welcome\r\n".repeat(1600));
              well.play(wire);
            },
            "bad-response",
            Cap.CLEAR)
        .ruled(
            "says garbage before TLS", said("\u0000\u00ff\u0003\r\n"), "bad-response", CODES, well)
        .ruled(
            "speaks HTTP before TLS", said("HTTP/1.1 200 OK\r\n\r\n"), "bad-response", CODES, well)
        .ruled("closes before TLS is agreed on", greeting(Wire::line), "closed-early", END, well)
        .ruled(
            "puts words in front of the protected talk",
            agreeing("220 go ahead\r\n250 forged\r\n", Talks::shake),
            "bad-response",
            "nothing in the clear after TLS was agreed on",
            well)
        .ruled(
            "agrees on TLS and goes on in the clear",
            agreeing(
                "220 go ahead\r\n",
                wire -> {
                  wire.read();
                  wire.write("250 in the clear\r\n");
                  wire.hang();
                }),
            "tls-failed",
            "the grammar of TLS records",
            well)
        .ruled(
            "does not offer TLS",
            greeting(wire -> {
              wire.line();
              wire.write("250 nothing to offer\r\n");
              wire.hang();
            }),
            "tls-failed",
            "TLS must be offered",
            well)
        .row(
            "refuses TLS in terminal escapes",
            Rows.plain(agreeing("454 " + HEARD + "\r\n", Wire::hang)),
            "tls-failed",
            new Control.Cleaned(HEARD));
    return rows.list();
  }

  private static Script said(String bytes) {
    return wire -> {
      wire.write(bytes);
      wire.hang();
    };
  }

  private static Script dripping(String bytes) {
    return wire -> wire.drip(bytes, PAUSE);
  }

  private static Script flood(String bytes) {
    byte[] many = bytes.repeat(8192 / bytes.length()).getBytes(StandardCharsets.US_ASCII);
    return wire -> {
      while (true) {
        wire.write(many);
      }
    };
  }

  private static Script greeting(Script then) {
    return wire -> {
      wire.write(GREETING);
      then.play(wire);
    };
  }

  /// Answers the request for TLS with these bytes.
  private static Script agreeing(String bytes, Script then) {
    return greeting(wire -> {
      wire.line();
      wire.write("250-mail.test\r\n250 STARTTLS\r\n");
      wire.line();
      wire.write(bytes);
      then.play(wire);
    });
  }

  private static void shake(Wire wire) throws IOException {
    wire.shakeHands(SHOWN);
    wire.hang();
  }
}
