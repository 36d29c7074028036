package dev.allwell.testkit.sick;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.util.List;

/// Bodies that are not as long as they should be.
final class Framing {
  private static final long TEN_GIB = 10L << 30;
  private static final String HEAD = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String LENGTH = "a length is digits, said once";
  private static final String SIZE = "a chunk's size is hexadecimal digits, at most 2^31-1";
  private static final Script CHUNK = Sickness.raw(CHUNKED + "4\r\nfine\r\n0\r\n\r\n");

  private Framing() {}

  static List<Behaviour> rows() {
    var rows = new Rows(Aim.HTTP);
    huge(rows);
    lengths(rows);
    twice(rows);
    chunks(rows);
    return rows.list();
  }

  private static void huge(Rows rows) {
    rows.capped("sends 10 GiB", Sickness.huge(TEN_GIB), "ok", Cap.BODY)
        .capped("says 8 EiB and sends on", Sickness.huge(Long.MAX_VALUE), "ok", Cap.BODY)
        .capped(
            "sends without a length or an end", Sickness.endlessBody(HEAD + "\r\n"), "ok", Cap.BODY)
        .capped("sends chunks without an end", Sickness.endlessChunks("", 1000), "ok", Cap.BODY)
        .capped(
            "sends one chunk of 2 GiB",
            Sickness.endlessBody(CHUNKED + "7fffffff\r\n"),
            "ok",
            Cap.BODY)
        .capped(
            "sends chunks of one byte without an end",
            Sickness.endlessChunks("", 1),
            "bad-response",
            Cap.FRAMING)
        .capped(
            "hides a byte in 4 KiB of chunk extension, without an end",
            Sickness.endlessChunks(";x=" + "y".repeat(4000), 1),
            "bad-response",
            Cap.FRAMING)
        .capped(
            "sends one chunk extension without an end",
            Sickness.endlessBody(CHUNKED + "1;x="),
            "bad-response",
            Cap.LINE)
        .capped(
            "sends trailers without an end",
            Sickness.endlessHeaders(CHUNKED + "1\r\nz\r\n0\r\n"),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "sends one trailer without an end",
            Sickness.endlessBody(CHUNKED + "1\r\nz\r\n0\r\nX: "),
            "bad-response",
            Cap.HEADERS)
        .capped(
            "folds a trailer without an end",
            Sickness.endless(CHUNKED + "1\r\nz\r\n0\r\nX: y\r\n", " z\r\n"),
            "bad-response",
            Cap.HEADER_COUNT);
  }

  private static void lengths(Rows rows) {
    rows.passed(
            "says a length below what it sends",
            said("2", "fine"),
            "nothing: what follows an answer is let fall with the connection",
            halfSaid("9", "fine"),
            "closed-early")
        .capped(
            "says a length above what it sends",
            said("9", "fine"),
            "timeout-transfer",
            Cap.DEADLINE)
        .ruled("says a length below zero", said("-1", ""), "bad-response", LENGTH)
        .ruled("says a length of 2^63", said("9223372036854775808", "x"), "bad-response", LENGTH)
        .ruled("says a length of 30 digits", said("9".repeat(30), "x"), "bad-response", LENGTH)
        .ruled("says a length in words", said("four", "fine"), "bad-response", LENGTH)
        .ruled("says a length in hexadecimal", said("0x4", "fine"), "bad-response", LENGTH)
        .ruled("says a length with a plus", said("+4", "fine"), "bad-response", LENGTH)
        .ruled("says a length with a fraction", said("4.0", "fine"), "bad-response", LENGTH)
        .ruled("says an empty length", said("", "fine"), "bad-response", LENGTH)
        .ruled("says a length in foreign digits", said("\u00b2", "fine"), "bad-response", LENGTH)
        .ruled("says two lengths in a list", said("4, 5", "fine"), "bad-response", LENGTH)
        .ruled(
            "says two lengths",
            Sickness.rawThenHanging(HEAD + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nfine"),
            "bad-response",
            LENGTH,
            Sickness.rawThenHanging(HEAD + "Content-Length: 4\r\n\r\nfine"));
  }

  private static void twice(Rows rows) {
    rows.ruled(
            "says a length and sends chunks",
            Sickness.rawThenHanging(
                HEAD
                    + "Content-Length: 9999\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "4\r\nfine\r\n0\r\n\r\n"),
            "bad-response",
            "a body has one framing",
            CHUNK)
        .passed(
            "sends in an unknown transfer coding",
            Sickness.raw(HEAD + "Transfer-Encoding: xyz\r\n\r\nfine"),
            "nothing: such a body ends with the stream (RFC 9112 6.3)",
            Sickness.rawThenResetting(HEAD + "Transfer-Encoding: xyz\r\n\r\nfine"),
            "reset");
  }

  private static void chunks(Rows rows) {
    chunk(rows, "below zero", "-1\r\nz\r\n");
    chunk(rows, "of 2^31", "80000000\r\nzzzz");
    chunk(rows, "of 2^64", "10000000000000000\r\nzzzz");
    chunk(rows, "of a thousand digits", "f".repeat(1000) + "\r\nzzzz");
    chunk(rows, "that is no number", "zz\r\nfine\r\n");
    chunk(rows, "with a prefix", "0x4\r\nfine\r\n");
    chunk(rows, "with a plus", "+4\r\nfine\r\n");
    chunk(rows, "that is empty", "\r\nfine\r\n");
    rows.passed(
            "says a chunk size before a space and more digits",
            Sickness.rawThenHanging(CHUNKED + "4 4\r\nfine\r\n0\r\n\r\n"),
            "nothing: what follows a size is not looked at",
            Sickness.rawThenHanging(CHUNKED + "3 4\r\nfine\r\n0\r\n\r\n"),
            "bad-response")
        .ruled(
            "sends a chunk longer than its size",
            Sickness.rawThenHanging(CHUNKED + "4\r\nfine and more\r\n0\r\n\r\n"),
            "bad-response",
            "a chunk ends with CRLF",
            CHUNK)
        .ruled(
            "closes between chunks",
            Sickness.raw(CHUNKED + "4\r\nfine\r\n"),
            "closed-early",
            "the last chunk must come",
            CHUNK)
        .ruled(
            "closes in a chunk",
            Sickness.raw(CHUNKED + "ff\r\nonly this"),
            "closed-early",
            "the last chunk must come",
            CHUNK);
  }

  private static void chunk(Rows rows, String what, String bytes) {
    rows.ruled(
        "says a chunk size " + what,
        Sickness.rawThenHanging(CHUNKED + bytes),
        "bad-response",
        SIZE,
        CHUNK);
  }

  private static Script halfSaid(String length, String body) {
    return Sickness.raw(HEAD + "Content-Length: " + length + "\r\n\r\n" + body);
  }

  private static Script said(String length, String body) {
    return Sickness.rawThenHanging(HEAD + "Content-Length: " + length + "\r\n\r\n" + body);
  }
}
