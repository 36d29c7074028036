package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Sickness.answer;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import dev.allwell.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Connections that are not made, not kept, or not used.
final class Breaks {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CUT = HEAD + "Content-Length: 100\r\n\r\nonly this";
  private static final String END = "the peer ended the connection";
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Breaks() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP);
    rows.row(
            "nobody listens",
            new Stand.Nobody(),
            "connect-refused",
            new Control.Twin("the peer's kernel says no", Rows.healthy()))
        .row(
            "connects are swallowed",
            new Stand.Hole(),
            "timeout-connect",
            new Control.Lifted(Cap.DEADLINE));
    closes(rows);
    resets(rows);
    waits(rows);
    var all = new ArrayList<>(rows.list());
    all.addAll(
        new Rows(Aim.HTTP_PATIENT)
            .capped(
                "redirects slowly, again and again",
                Sickness.answering(_ -> slowly(Sickness.redirect(302, "/again"))),
                "timeout-first-byte",
                Cap.DEADLINE)
            .list());
    return all;
  }

  private static void closes(Rows rows) {
    rows.ruled("closes before the request", wire -> {}, "closed-early", END)
        .ruled("closes before the answer", Sickness.closing(), "closed-early", END)
        .ruled("closes in the status line", Sickness.raw("HTTP/1.1 2"), "closed-early", END)
        .ruled("closes in the headers", Sickness.raw(HEAD + "Content-Le"), "closed-early", END)
        .ruled("closes in the body", Sickness.raw(CUT), "closed-early", END)
        .ruled(
            "half-closes before the answer",
            wire -> {
              wire.request();
              wire.halfClose();
              wire.hang();
            },
            "closed-early",
            END)
        .ruled("half-closes in the headers", halfClosing(HEAD + "X-A: "), "closed-early", END)
        .ruled("half-closes in the body", halfClosing(CUT), "closed-early", END)
        .passed(
            "half-closes after the answer and stays",
            halfClosing(answer(200, "fine")),
            "nothing: a whole answer counts",
            halfClosing(answer(200, "fine").replace("fine", "fin")),
            "closed-early")
        .passed(
            "ends a body without a length by a half-close and stays",
            halfClosing(HEAD + "\r\nfine"),
            "nothing: the end of such a body is the end of the stream",
            Sickness.rawThenResetting(HEAD + "\r\nfine"),
            "reset");
  }

  private static void resets(Rows rows) {
    rows.ruled("resets after the accept", Sickness.resettingAtOnce(), "reset", END)
        .ruled("resets after the request", Sickness.resetting(), "reset", END)
        .ruled("resets in the status line", Sickness.rawThenResetting("HTTP/1.1 2"), "reset", END)
        .ruled("resets in the headers", Sickness.rawThenResetting(HEAD + "X-A: "), "reset", END)
        .ruled("resets in the body", Sickness.rawThenResetting(CUT), "reset", END)
        .ruled(
            "resets in a chunk",
            Sickness.rawThenResetting(HEAD + "Transfer-Encoding: chunked\r\n\r\nff\r\nonly"),
            "reset",
            END);
  }

  private static void waits(Rows rows) {
    rows.capped("accepts and hangs", Wire::hang, "timeout-first-byte", Cap.DEADLINE)
        .capped("answers nothing", Sickness.rawThenHanging(""), "timeout-first-byte", Cap.DEADLINE)
        .capped(
            "hangs in the status line",
            Sickness.rawThenHanging("HTTP/1.1 20"),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "hangs in the headers",
            Sickness.rawThenHanging(HEAD + "X-A: "),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped("hangs in the body", Sickness.rawThenHanging(CUT), "timeout-transfer", Cap.DEADLINE)
        .capped(
            "drips a status line",
            Sickness.dripping("HTTP/1.1 200 ", "O".repeat(4000), PAUSE),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "drips headers",
            Sickness.dripping(HEAD, "X-Slow: true\r\n".repeat(99), PAUSE),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "drips a body",
            Sickness.dripping(HEAD + "Content-Length: 9999\r\n\r\n", "z".repeat(9999), PAUSE),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "drips chunks",
            Sickness.dripping(
                HEAD + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nz\r\n".repeat(999), PAUSE),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "drips interim answers",
            Sickness.dripping("", "HTTP/1.1 102 x\r\n\r\n".repeat(9) + "HTTP/1.1 102", PAUSE),
            "timeout-transfer",
            Cap.DEADLINE);
  }

  private static String slowly(String answer) {
    try {
      Thread.sleep(Duration.ofMillis(150));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }

  private static Script halfClosing(String bytes) {
    return wire -> {
      wire.request();
      wire.write(bytes);
      wire.halfClose();
      wire.hang();
    };
  }
}
