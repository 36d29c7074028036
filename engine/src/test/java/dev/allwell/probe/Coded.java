package dev.allwell.probe;

import dev.allwell.testkit.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Bodies as servers code them, and targets that send them.
final class Coded {
  private Coded() {}

  static byte[] gzip(byte[] plain) {
    return through(
        plain,
        out -> {
          try {
            return new GZIPOutputStream(out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  static byte[] zlib(byte[] plain) {
    return through(plain, DeflaterOutputStream::new);
  }

  static byte[] bare(byte[] plain) {
    return through(
        plain, out -> new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true)));
  }

  /// A target whose body is coded as it says, or not.
  static Script answering(String coding, byte[] body) {
    return wire -> {
      wire.request();
      String head =
          "HTTP/1.1 200 OK\r\nContent-Encoding: "
              + coding
              + "\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      wire.write(head.getBytes(StandardCharsets.US_ASCII));
      wire.write(body);
    };
  }

  private static byte[] through(byte[] plain, UnaryOperator<OutputStream> coder) {
    var coded = new ByteArrayOutputStream();
    try (var out = coder.apply(coded)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return coded.toByteArray();
  }
}
