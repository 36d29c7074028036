package dev.allwell.testkit.sick;

import static dev.allwell.testkit.Sickness.healthy;

import dev.allwell.testkit.Sickness;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Documents that a reader of JSON should not survive, and text that should not be shown.
final class Bodies {
  private static final String JSON = "the limits of a document";
  private static final String HOSTILE = Certificates.HOSTILE;

  /// The terminal escape in one byte of Latin-1.
  private static final String BEYOND = "\u009b31mevil";

  private Bodies() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP_MONITOR);
    rows.capped("sends 10 GiB for a document", Sickness.huge(10L << 30), "body-truncated", Cap.BODY)
        .capped(
            "sends JSON 100,000 deep",
            healthy(200, attribute("[".repeat(100_000))),
            "body-truncated",
            Cap.BODY)
        .capped(
            "sends almost 64 KiB of a document and hangs",
            Sickness.rawThenHanging(
                "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{\"a\":\"" + "y".repeat(65_500)),
            "timeout-transfer",
            Cap.DEADLINE)
        .capped(
            "sends a JSON number of 1 MB",
            healthy(200, attribute("9".repeat(1_000_000))),
            "body-truncated",
            Cap.BODY);
    beside(rows, "JSON 30,000 deep", "\"x\":" + "[".repeat(30_000) + "]".repeat(30_000), Cap.DEPTH);
    beside(
        rows,
        "objects 10,000 deep",
        "\"x\":" + "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000),
        Cap.DEPTH);
    beside(rows, "a JSON number of 8 KB", "\"x\":" + "9".repeat(8000), Cap.NUMBER);
    beside(rows, "a JSON name of 60 KB", "\"" + "n".repeat(60_000) + "\":1", Cap.NAME);
    rows.capped(
        "sends an attribute of 60 KB",
        healthy(200, attribute("\"" + "t".repeat(60_000) + "\"")),
        "expectation-failed",
        Cap.TEXT);
    json(rows, "a JSON number with a huge exponent", counts("1e999999999"));
    json(rows, "a count beyond 64 bits", counts("99999999999999999999"));
    json(rows, "invalid UTF-8", attribute("\"\u00ff\u00fe\u00c0\u0080\""));
    json(
        rows,
        "JSON in UTF-16",
        new String(Rows.DOCUMENT.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1));
    json(rows, "two documents", Rows.DOCUMENT + Rows.DOCUMENT);
    json(rows, "half a document", Rows.DOCUMENT.substring(0, 40));
    rows.passed(
            "sends a byte order mark",
            healthy(200, "\u00ef\u00bb\u00bf" + Rows.DOCUMENT),
            "nothing: a mark of UTF-8 is let pass",
            healthy(200, "\u00ef\u00bb" + Rows.DOCUMENT),
            "expectation-failed")
        .passed(
            "sends an overlong NUL in UTF-8",
            healthy(200, attribute("\"\u00c0\u0080\"")),
            "nothing: a NUL is shown as U+FFFD",
            healthy(200, attribute("\u00c0\u0080\"\"")),
            "expectation-failed")
        .row(
            "sends terminal escapes and right-to-left marks in attributes",
            Rows.plain(
                healthy(
                    200,
                    Rows.DOCUMENT.replace(
                        "{}",
                        "{\"a\":\""
                            + Printed.wired(HOSTILE.replace("\u001b", "\\u001b"))
                            + "\"}"))),
            "ok",
            new Control.Cleaned(HOSTILE));
    return rows.list();
  }

  /// Text that would be shown as part of an error.
  static List<Behaviour> shown() {
    var rows = new Rows(Aim.HTTP);
    String wired = Printed.wired(HOSTILE);
    rows.ruled(
            "sends terminal escapes for a reason",
            Sickness.raw("HTTP/1.1 500 " + wired + "\r\nContent-Length: 0\r\n\r\n"),
            "unexpected-status",
            "the statuses expected; a reason is not shown")
        .ruled(
            "sends terminal escapes in a header",
            Sickness.raw("HTTP/1.1 200 OK\r\nX-A: " + wired + "\r\nContent-Length: 0\r\n\r\n"),
            "bad-response",
            "the grammar of a header; its value is not shown")
        .ruled(
            "redirects to terminal escapes",
            Sickness.redirecting(302, "http://" + wired + "/"),
            "bad-response",
            "a Location must be a place")
        .ruled(
            "redirects to a scheme of terminal escapes",
            Sickness.redirecting(302, wired + ":x"),
            "bad-response",
            "a Location must be a place");
    rows.row(
        "sends control characters beyond ASCII in a header",
        Rows.plain(
            Sickness.raw("HTTP/1.1 200 OK\r\nX-A: " + BEYOND + "\r\nContent-Length: 0\r\n\r\n")),
        "ok",
        new Control.Cleaned(BEYOND));
    rows.ruled(
            "sends terminal escapes for a version",
            Sickness.rawThenHanging("HTTP/" + wired + " 200 OK\r\n\r\n"),
            "bad-response",
            "the grammar of a status line; it is not shown")
        .ruled(
            "sends terminal escapes for a status",
            Sickness.rawThenHanging("HTTP/1.1 " + wired + " OK\r\n\r\n"),
            "bad-response",
            "the grammar of a status line; it is not shown")
        .ruled(
            "sends terminal escapes for a length",
            Sickness.rawThenHanging("HTTP/1.1 200 OK\r\nContent-Length: " + wired + "\r\n\r\n"),
            "bad-response",
            "the grammar of a header; its value is not shown")
        .ruled(
            "sends terminal escapes for a chunk's size",
            Sickness.rawThenHanging(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + wired + "\r\n"),
            "bad-response",
            "a chunk's size is hexadecimal digits; it is not shown");
    return rows.list();
  }

  /// A document but for one more member, which nobody asked for.
  private static void beside(Rows rows, String what, String member, Cap cap) {
    String body = Rows.DOCUMENT.replaceFirst("\\{", "{" + member + ",");
    rows.capped("sends " + what, healthy(200, body), "expectation-failed", cap);
  }

  private static void json(Rows rows, String what, String body) {
    rows.ruled("sends " + what, healthy(200, body), "expectation-failed", JSON);
  }

  private static String attribute(String value) {
    return Rows.DOCUMENT.replace("{}", "{\"a\": " + value + "}");
  }

  private static String counts(String value) {
    return Rows.DOCUMENT.replace("10", value);
  }
}
