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

/// Proxies on the way to a target, and what targets do behind one that is well. Each plays both.
final class Proxies {
  private static final String GREETING = "220 mail.test ESMTP\r\n";
  private static final String SOCKS = "the grammar of SOCKS 5";
  private static final String HTTP = "the grammar of HTTP/1.1";
  private static final String END = "the proxy ended the connection";
  private static final String REPLIES = "its reply (RFC 1928 §6)";
  private static final String STATUSES = "its status";
  private static final String MOST = "16 KiB of a proxy's answers";
  private static final String FAILED = "proxy-failed";
  private static final String NO_LOGIN = "\5\0";
  private static final String THROUGH = "\5\0\0\1\0\0\0\0\0\0";
  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Certificate SHOWN = Authority.selfSigned();

  private Proxies() {}

  static List<Behaviour> rows() {
    var all = new ArrayList<>(socks());
    all.addAll(logins());
    all.addAll(connect());
    all.addAll(refusals());
    all.addAll(forwarded());
    all.addAll(inside());
    return all;
  }

  private static List<Behaviour> socks() {
    var rows = new Rows(Aim.SOCKS);
    Script well = through(greeting(Wire::hang));
    rows.capped("is a proxy that says nothing", Wire::hang, "timeout-proxy", Cap.DEADLINE)
        .capped(
            "is a proxy that says half a word",
            hello("\5", Wire::hang),
            "timeout-proxy",
            Cap.DEADLINE)
        .capped(
            "is a proxy that is asked for the target and says nothing",
            asked("", Wire::hang),
            "timeout-connect",
            Cap.DEADLINE)
        .capped(
            "is a proxy that drips its reply",
            asked("", wire -> wire.drip("\5\0\0\3\u00ff" + "x".repeat(255), PAUSE)),
            "timeout-connect",
            Cap.DEADLINE)
        .ruled("is a proxy that speaks HTTP", hello(ESTABLISHED, Wire::hang), FAILED, SOCKS, well)
        .ruled(
            "is a proxy that replies garbage",
            asked("\4\132\0\0\0\0\0\0\0\0", Wire::hang),
            FAILED,
            SOCKS,
            well)
        .ruled(
            "is a proxy that replies from an address of no kind",
            asked("\5\0\0\u0009\0\0\0\0\0\0", Wire::hang),
            FAILED,
            SOCKS,
            well)
        .ruled("is a proxy that closes", hello("", _ -> {}), FAILED, END, well)
        .ruled("is a proxy that resets", Sickness.resettingAtOnce(), FAILED, END, well)
        .ruled(
            "is a proxy that is asked for the target and closes",
            asked("", _ -> {}),
            "connect-failed",
            END,
            well)
        .ruled("is a proxy that floods", flood("\5\u00ff"), FAILED, SOCKS, well);
    reply(rows, 1, "connect-failed");
    reply(rows, 2, FAILED);
    reply(rows, 3, "connect-unreachable");
    reply(rows, 4, "connect-unreachable");
    reply(rows, 5, "connect-refused");
    reply(rows, 6, "connect-unreachable");
    reply(rows, 7, FAILED);
    reply(rows, 8, FAILED);
    reply(rows, 0x5b, FAILED);
    return rows.list();
  }

  private static void reply(Rows rows, int code, String reason) {
    rows.ruled(
        "is a proxy that replies " + code,
        asked(THROUGH.replaceFirst("\0", Character.toString(code)), Wire::hang),
        reason,
        REPLIES,
        through(greeting(Wire::hang)));
  }

  /// Of those who bring a name and a password.
  private static List<Behaviour> logins() {
    var rows = new Rows(Aim.SOCKS_LOGIN);
    Script well = logged("\1\0", asking(THROUGH, greeting(Wire::hang)));
    rows.ruled(
            "is a proxy that takes no password",
            hello("\5\u00ff", Wire::hang),
            FAILED,
            "no way to log in is left",
            well)
        .ruled(
            "is a proxy that wants Kerberos",
            hello("\5\1", Wire::hang),
            FAILED,
            "what was offered",
            well)
        .ruled(
            "is a proxy that refuses the password",
            logged("\1\1", Wire::hang),
            FAILED,
            "its word (RFC 1929)",
            well)
        .capped(
            "is a proxy that thinks about the password",
            logged("", Wire::hang),
            "timeout-proxy",
            Cap.DEADLINE);
    return rows.list();
  }

  private static List<Behaviour> connect() {
    var rows = new Rows(Aim.HTTP_PROXY);
    Script well = connected(ESTABLISHED, greeting(Wire::hang));
    rows.capped(
            "is an HTTP proxy that says nothing",
            connected("", Wire::hang),
            "timeout-connect",
            Cap.DEADLINE)
        .capped(
            "is an HTTP proxy that drips its answer",
            connected("", wire -> wire.drip("HTTP/1.1 200 OK\r\nX-" + "y".repeat(999), PAUSE)),
            "timeout-connect",
            Cap.DEADLINE)
        .ruled(
            "is an HTTP proxy that speaks SSH",
            connected("SSH-2.0-x\r\n", Wire::hang),
            FAILED,
            HTTP,
            well)
        .ruled(
            "is an HTTP proxy that answers in empty lines without an end",
            connected("", flood("\r\n")),
            FAILED,
            MOST,
            well)
        .ruled(
            "is an HTTP proxy that answers in headers without an end",
            connected("HTTP/1.1 200 OK\r\n", flood("X-A: b\r\n")),
            FAILED,
            MOST,
            well)
        .ruled(
            "is an HTTP proxy that refuses in a body without an end",
            connected("HTTP/1.1 403 Forbidden\r\n\r\n", flood("no ")),
            FAILED,
            "its status is known",
            well)
        .ruled(
            "is an HTTP proxy that asks for patience without an end",
            connected("", flood("HTTP/1.1 100 Continue\r\n\r\n")),
            FAILED,
            "one answer, and a final one",
            well)
        .ruled(
            "is an HTTP proxy that closes within its headers",
            connected("HTTP/1.1 200 OK\r\nX-", _ -> {}),
            FAILED,
            END,
            well)
        .ruled("is an HTTP proxy that closes", connected("", _ -> {}), FAILED, END, well)
        .passed(
            "is an HTTP proxy that says how long the tunnel is",
            connected("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + GREETING, Wire::hang),
            "nothing: a tunnel has no length (RFC 9110 §9.3.6)",
            connected("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n554 no\r\n", _ -> {}),
            "expectation-failed");
    return rows.list();
  }

  private static List<Behaviour> refusals() {
    var rows = new Rows(Aim.HTTP_PROXY);
    for (int status : new int[] {204, 301, 400, 403, 405, 407, 500}) {
      status(rows, status, FAILED);
    }
    for (int status : new int[] {502, 503, 504}) {
      status(rows, status, "connect-failed");
    }
    return rows.list();
  }

  private static void status(Rows rows, int status, String reason) {
    rows.ruled(
        "is an HTTP proxy that answers CONNECT with " + status,
        connected(Sickness.answer(status, ""), Wire::hang),
        reason,
        STATUSES,
        connected(ESTABLISHED, greeting(Wire::hang)));
  }

  /// Plain http, which a proxy passes on.
  private static List<Behaviour> forwarded() {
    return new Rows(Aim.FORWARDED)
        .ruled(
            "is an HTTP proxy that wants a password for plain http",
            Sickness.healthy(407, ""),
            FAILED,
            STATUSES)
        .list();
  }

  /// Behind a proxy that is well.
  private static List<Behaviour> inside() {
    var rows =
        new ArrayList<>(
            new Rows(Aim.SOCKS)
                .ruled(
                    "talks without an end behind a proxy",
                    through(flood("no ")),
                    "expectation-failed",
                    "16 KiB are heard",
                    through(greeting(Wire::hang)))
                .passed(
                    "greets in one breath with the proxy",
                    asked(THROUGH + GREETING, Wire::hang),
                    "nothing: what was expected came",
                    asked(THROUGH + "554 no\r\n", _ -> {}),
                    "expectation-failed")
                .list());
    rows.addAll(
        new Rows(Aim.SOCKS_TLS)
            .ruled(
                "is a proxy that puts words in front of TLS",
                asked(THROUGH + GREETING, Wire::hang),
                "tls-failed",
                "the grammar of TLS records",
                through(wire -> {
                  wire.shakeHands(SHOWN);
                  wire.write(GREETING);
                  wire.hang();
                }))
            .list());
    return rows;
  }

  /// Hears how one may log in, says this, and goes on.
  private static Script hello(String says, Script then) {
    return wire -> {
      wire.bytes(1);
      wire.bytes(wire.bytes(1).charAt(0));
      wire.write(says);
      then.play(wire);
    };
  }

  /// Hears for which target it is asked, a name, says this, and goes on.
  private static Script asking(String says, Script then) {
    return wire -> {
      wire.bytes(4);
      wire.bytes(wire.bytes(1).charAt(0) + 2);
      wire.write(says);
      then.play(wire);
    };
  }

  private static Script asked(String says, Script then) {
    return hello(NO_LOGIN, asking(says, then));
  }

  private static Script through(Script then) {
    return asked(THROUGH, then);
  }

  /// Wants a name and a password, says this to them, and goes on.
  private static Script logged(String says, Script then) {
    return hello(
        "\5\2",
        wire -> {
          wire.bytes(1);
          wire.bytes(wire.bytes(1).charAt(0));
          wire.bytes(wire.bytes(1).charAt(0));
          wire.write(says);
          then.play(wire);
        });
  }

  private static Script connected(String says, Script then) {
    return wire -> {
      wire.request();
      wire.write(says);
      then.play(wire);
    };
  }

  private static Script greeting(Script then) {
    return wire -> {
      wire.write(GREETING);
      then.play(wire);
    };
  }

  private static Script flood(String bytes) {
    byte[] many = bytes.repeat(8192 / bytes.length()).getBytes(StandardCharsets.ISO_8859_1);
    return wire -> flood(wire, many);
  }

  private static void flood(Wire wire, byte[] many) throws IOException {
    while (true) {
      wire.write(many);
    }
  }
}
