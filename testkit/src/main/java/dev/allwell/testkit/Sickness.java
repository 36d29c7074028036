package dev.allwell.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;

/// The catalogue of scripts: each is one way for a target to be well or ill.
///
/// Those that speak HTTP read a whole request first, so that a close afterwards is a FIN and not a
/// RST for unread bytes.
public final class Sickness {
  private static final byte[] BLOCK = new byte[8192];

  static {
    Arrays.fill(BLOCK, (byte) 'x');
  }

  private Sickness() {}

  /// A whole answer with a body and its right length.
  public static String answer(int status, String body) {
    return "HTTP/1.1 " + status + " Some\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  /// Well: answers each request of a connection by a function of it, until told to close.
  public static Script answering(Function<Arrival, String> answer) {
    return wire -> {
      Arrival request;
      do {
        request = wire.request();
        wire.write(answer.apply(request));
      } while (!"close".equalsIgnoreCase(request.header("Connection")));
    };
  }

  /// Well: the same answer to everything.
  public static Script healthy(int status, String body) {
    String whole = answer(status, body);
    return answering(_ -> whole);
  }

  /// Accepts and never says a word, whatever it is told.
  public static Script hanging() {
    return Wire::hang;
  }

  /// Reads a request and closes without an answer.
  public static Script closing() {
    return Wire::request;
  }

  /// Reads a request and resets the connection.
  public static Script resetting() {
    return wire -> {
      wire.request();
      wire.reset();
    };
  }

  /// Resets the connection as soon as it stands.
  public static Script resettingAtOnce() {
    return Wire::reset;
  }

  /// Reads a request, writes exactly these bytes, and closes.
  public static Script raw(String bytes) {
    return wire -> {
      wire.request();
      wire.write(bytes);
    };
  }

  /// Reads a request, writes exactly these bytes, and then says nothing until the peer leaves.
  public static Script rawThenHanging(String bytes) {
    return wire -> {
      wire.request();
      wire.write(bytes);
      wire.hang();
    };
  }

  /// Reads a request, writes these bytes, and resets.
  public static Script rawThenResetting(String bytes) {
    return wire -> {
      wire.request();
      wire.write(bytes);
      Thread.sleep(50);
      wire.reset();
    };
  }

  /// Reads a request, writes a beginning at once, and the rest byte by byte.
  public static Script dripping(String atOnce, String slowly, Duration pause) {
    return wire -> {
      wire.request();
      wire.write(atOnce);
      wire.drip(slowly, pause);
    };
  }

  /// Headers without an end, as fast as the peer takes them.
  public static Script endlessHeaders() {
    return endlessHeaders("HTTP/1.1 200 OK\r\n");
  }

  /// A beginning, and headers without an end.
  public static Script endlessHeaders(String beginning) {
    return wire -> {
      wire.request();
      wire.write(beginning);
      for (long i = 0; ; i++) {
        wire.write("X-" + i + ": " + "y".repeat(64) + "\r\n");
      }
    };
  }

  /// A beginning, and the same part without an end.
  public static Script endless(String beginning, String part) {
    String many = part.repeat(Math.max(1, BLOCK.length / part.length()));
    return wire -> {
      wire.request();
      wire.write(beginning);
      while (true) {
        wire.write(many);
      }
    };
  }

  /// A beginning, and letters without an end.
  public static Script endlessBody(String beginning) {
    return endless(beginning, "x");
  }

  /// A body of a said length, as fast as the peer takes it.
  public static Script huge(long bytes) {
    return wire -> {
      wire.request();
      wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n");
      pour(wire, bytes);
    };
  }

  /// Chunks without an end, as fast as the peer takes them, each with so much said around it.
  public static Script endlessChunks(String extension, int size) {
    String chunk = Integer.toHexString(size) + extension + "\r\n" + "z".repeat(size) + "\r\n";
    return endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", chunk);
  }

  /// Sends whoever asks to a place.
  public static Script redirecting(int status, String location) {
    return answering(_ -> redirect(status, location));
  }

  /// Sends from `/0` to `/1` to `/2` and so on; the last answers 200.
  public static Script redirectChain(int hops) {
    return answering(request -> {
      int at = Integer.parseInt(request.line().split(" ")[1].substring(1));
      return at < hops ? redirect(302, "/" + (at + 1)) : answer(200, "there");
    });
  }

  public static String redirect(int status, String location) {
    return "HTTP/1.1 "
        + status
        + " Elsewhere\r\nLocation: "
        + location
        + "\r\nContent-Length: 0\r\n\r\n";
  }

  private static void pour(Wire wire, long bytes) throws IOException {
    for (long left = bytes; left > 0; left -= BLOCK.length) {
      wire.write(left >= BLOCK.length ? BLOCK : Arrays.copyOf(BLOCK, (int) left));
    }
  }
}
