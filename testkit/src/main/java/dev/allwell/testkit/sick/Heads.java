package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Sickness.answer;
import static dev.allwell.testkit.Sickness.rawThenHanging;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.util.List;

/// Status lines and headers that are too many, too long, or not such.
final class Heads {
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String END = "Content-Length: 4\r\n\r\nfine";
  private static final String GRAMMAR = "the grammar of a header";
  private static final String LENIENT = "nothing: a name ends where a space begins";
  private static final String LINE = "the grammar of a status line";
  private static final String CODE = "a status is three digits from 100 on";
  private static final Script WELL = rawThenHanging(HEAD + END);

  private Heads() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP);
    tooMuch(rows);
    headers(rows);
    lines(rows);
    statuses(rows);
    return rows.list();
  }

  private static void tooMuch(Rows rows) {
    rows.capped(
            "sends headers without an end",
            Sickness.endlessHeaders(HEAD),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "sends one header without an end",
            Sickness.endlessBody(HEAD + "X-A: "),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "sends a header's name without an end",
            Sickness.endlessBody(HEAD),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "sends a header of 1 MiB",
            rawThenHanging(HEAD + "X-A: " + "y".repeat(1 << 20) + "\r\n" + END),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "sends almost 32 KiB of headers and hangs",
            rawThenHanging(HEAD + ("X-A: " + "y".repeat(8000) + "\r\n").repeat(4)),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "sends 101 headers",
            rawThenHanging(HEAD + "X-A: b\r\n".repeat(100) + END),
            "bad-response",
            Cap.HEADER_COUNT)
        .capped(
            "folds a header without an end",
            Sickness.endless(HEAD + "X-A: b\r\n", " \r\n"),
            "bad-response",
            Cap.HEADER_COUNT)
        .capped(
            "folds a header 101 times and then is well",
            rawThenHanging(HEAD + "X-A: b\r\n" + "\tc\r\n".repeat(101) + END),
            "bad-response",
            Cap.HEADER_COUNT)
        .capped(
            "sends a status line without an end",
            Sickness.endlessBody("HTTP/1.1 200 "),
            "bad-response",
            Cap.LINE)
        .capped(
            "sends interim answers without an end",
            Sickness.endless("", "HTTP/1.1 102 Wait\r\n\r\n"),
            "bad-response",
            Cap.INTERIM)
        .capped(
            "sends 11 interim answers and then is well",
            rawThenHanging("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n".repeat(11) + HEAD + END),
            "bad-response",
            Cap.INTERIM);
  }

  private static void headers(Rows rows) {
    header(rows, "a NUL in a header", "X-A: b\u0000c\r\n", "bad-response", GRAMMAR);
    header(rows, "a NUL in a header's name", "X-\u0000: b\r\n", "bad-response", GRAMMAR);
    passed(rows, "a space before a colon", "X-A : b", "Content-Length : x", LENIENT);
    passed(rows, "a space in a header's name", "X A: b", "Content-Length A: x", LENIENT);
    header(rows, "a header without a colon", "nonsense\r\n", "bad-response", GRAMMAR);
    header(rows, "a header without a name", ": b\r\n", "bad-response", GRAMMAR);
    header(rows, "a bare CR in a header", "X-A: b\rX-C: d\r\n", "bad-response", GRAMMAR);
    header(rows, "a folded first header", " folded\r\n", "bad-response", GRAMMAR);
    passed(
        rows,
        "a folded header",
        "X-A: b\r\n c",
        "X-A: b\r\n c\u0000d",
        "nothing: a fold reads as a space (RFC 9112 5.2)");
  }

  private static void lines(Rows rows) {
    rows.passed(
        "sends a NUL in the status line",
        rawThenHanging("HTTP/1.1 200 O\u0000K\r\n" + END),
        "nothing: a reason is not looked at",
        rawThenHanging("HTTP/1.1 2\u000000 OK\r\n" + END),
        "bad-response");
    line(rows, "a bare CR in the status line", "HTTP/1.1 200 O\rK\r\n", "bad-response", LINE);
    line(rows, "an empty line first", "\r\nHTTP/1.1 200 OK\r\n", "bad-response", LINE);
    line(rows, "a status line without a status", "HTTP/1.1\r\n", "bad-response", LINE);
    line(rows, "a status in words", "HTTP/1.1 abc OK\r\n", "bad-response", LINE);
    line(rows, "a version without numbers", "HTTP/x.y 200 OK\r\n", "bad-response", LINE);
    line(
        rows, "HTTP/3.7", "HTTP/3.7 200 OK\r\n", "bad-response", "an answer to HTTP/1.1 is HTTP/1");
    line(rows, "another protocol", "HTTQ/1.1 200 OK\r\n", "bad-response", LINE);
    line(rows, "lower case", "http/1.1 200 ok\r\n", "bad-response", LINE);
    rows.ruled("answers in HTTP/0.9", Sickness.raw("<html>fine</html>"), "bad-response", LINE)
        .ruled(
            "answers garbage", rawThenHanging("\u0000\u00ff\u0003\u0001\r\n"), "bad-response", LINE)
        .ruled("speaks SSH", rawThenHanging("SSH-2.0-x\r\n"), "bad-response", LINE)
        .ruled(
            "ends all lines with a bare LF",
            rawThenHanging((HEAD + END).replace("\r\n", "\n")),
            "bad-response",
            "a line ends with CRLF",
            WELL)
        .passed(
            "answers twice",
            rawThenHanging(answer(200, "fine") + answer(500, "forged")),
            "nothing: the second answer is let fall with the connection",
            rawThenHanging(answer(500, "forged") + answer(200, "fine")),
            "unexpected-status");
  }

  private static void statuses(Rows rows) {
    line(rows, "status 999", "HTTP/1.1 999 x\r\n", "unexpected-status", "the statuses expected");
    line(rows, "status 099", "HTTP/1.1 099 x\r\n", "bad-response", CODE);
    line(rows, "status 0", "HTTP/1.1 0 x\r\n", "bad-response", CODE);
    line(rows, "status -200", "HTTP/1.1 -200 x\r\n", "bad-response", CODE);
    line(rows, "status 2000", "HTTP/1.1 2000 x\r\n", "bad-response", CODE);
    line(rows, "status 20", "HTTP/1.1 20 x\r\n", "bad-response", CODE);
    line(rows, "a status of ten digits", "HTTP/1.1 4294967496 x\r\n", "bad-response", CODE);
    rows.ruled(
        "switches protocols unasked",
        rawThenHanging("HTTP/1.1 101 x\r\nUpgrade: websocket\r\n\r\n\u0081\u0004fine"),
        "unexpected-status",
        "the statuses expected",
        WELL);
  }

  /// @param worse that is refused in the same place
  private static void passed(Rows rows, String what, String header, String worse, String rule) {
    rows.passed(
        "sends " + what,
        rawThenHanging(HEAD + header + "\r\n" + END),
        rule,
        rawThenHanging(HEAD + worse + "\r\n" + END),
        "bad-response");
  }

  private static void header(Rows rows, String what, String bytes, String reason, String rule) {
    rows.ruled("sends " + what, rawThenHanging(HEAD + bytes + END), reason, rule, WELL);
  }

  private static void line(Rows rows, String what, String bytes, String reason, String rule) {
    rows.ruled("sends " + what, rawThenHanging(bytes + END), reason, rule, WELL);
  }
}
