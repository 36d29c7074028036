package dev.allwell.testkit.sick;

import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Bodies that are not what their coding says, or far more.
final class Codings {
  private static final int MEBI = 1 << 20;
  private static final String CODING = "the grammar of gzip";
  private static final String GZIPPED = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
  private static final Script WELL =
      coded("gzip", gzip(Rows.DOCUMENT.getBytes(StandardCharsets.US_ASCII)));

  private Codings() {}

  static List<Behaviour> rows() {
    byte[] good = gzip(Rows.DOCUMENT.getBytes(StandardCharsets.US_ASCII));
    var rows = new Rows(Aim.HTTP_MONITOR);
    rows.capped("sends a gzip bomb of 10 GiB", bomb(), "bad-response", Cap.RATIO)
        .capped(
            "sends a small gzip bomb",
            coded("gzip", gzip(new byte[32 * MEBI])),
            "bad-response",
            Cap.RATIO)
        .capped(
            "sends empty gzips without an end",
            Sickness.endless(GZIPPED, new String(gzip(new byte[0]), StandardCharsets.ISO_8859_1)),
            "bad-response",
            Cap.FRAMING)
        .capped(
            "sends empty blocks of gzip without an end", emptyBlocks(), "bad-response", Cap.FRAMING)
        .ruled(
            "sends gzip in gzip in gzip",
            coded("gzip, gzip, gzip", gzip(gzip(good))),
            "bad-response",
            "one coding at most",
            WELL)
        .ruled(
            "sends gzip cut short",
            coded("gzip", Arrays.copyOf(good, good.length - 12)),
            "bad-response",
            CODING,
            WELL)
        .ruled(
            "sends gzip with a wrong checksum",
            coded("gzip", corrupt(good, good.length - 6)),
            "bad-response",
            CODING,
            WELL)
        .ruled(
            "sends gzip corrupted", coded("gzip", corrupt(good, 12)), "bad-response", CODING, WELL)
        .ruled(
            "sends text for gzip",
            coded("gzip", Rows.DOCUMENT.getBytes(StandardCharsets.US_ASCII)),
            "bad-response",
            CODING,
            WELL)
        .ruled(
            "sends br unasked",
            coded("br", good),
            "bad-response",
            "only codings that were asked for",
            WELL)
        .ruled(
            "sends zstd unasked",
            coded("zstd", good),
            "bad-response",
            "only codings that were asked for",
            WELL);
    return rows.list();
  }

  /// Zeros by the block: each comes from a thousandth of itself.
  private static Script bomb() {
    byte[] head = Arrays.copyOf(gzip(new byte[0]), 10);
    byte[] block = deflated(new byte[MEBI]);
    return wire -> {
      wire.request();
      wire.write(GZIPPED);
      wire.write(head);
      for (int i = 0; i < 10 * 1024; i++) {
        wire.write(block);
      }
    };
  }

  /// Of a stored block nothing but its head (RFC 1951 §3.2.4), again and again.
  private static Script emptyBlocks() {
    String head = new String(gzip(new byte[0]), 0, 10, StandardCharsets.ISO_8859_1);
    return Sickness.endless(GZIPPED + head, "\0\0\0\u00ff\u00ff");
  }

  private static byte[] deflated(byte[] plain) {
    try (var deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(plain);
      var out = new byte[plain.length];
      int length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
      return Arrays.copyOf(out, length);
    }
  }

  private static byte[] corrupt(byte[] bytes, int at) {
    byte[] corrupt = bytes.clone();
    corrupt[at] ^= (byte) 0xff;
    return corrupt;
  }

  private static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Script coded(String coding, byte[] body) {
    return Sickness.raw(
        "HTTP/1.1 200 OK\r\nContent-Encoding: "
            + coding
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n"
            + new String(body, StandardCharsets.ISO_8859_1));
  }
}
