package dev.allwell.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;

/// One accepted connection in the hands of a [Script]. Used by one thread.
public final class Wire {
  private static final int LONGEST_HEAD = 64 * 1024;

  private final Socket raw;
  private Socket spoken;
  private final int number;
  private final Consumer<Arrival> log;
  private Duration pause = Duration.ZERO;
  private final AtomicLong sent;

  /// @param sent counts what the kernel took from the script, over all connections of a target
  Wire(Socket raw, Socket spoken, int number, Consumer<Arrival> log, AtomicLong sent) {
    this.raw = raw;
    this.spoken = spoken;
    this.number = number;
    this.log = log;
    this.sent = sent;
  }

  /// Which of the target's connections this is, from 1.
  public int number() {
    return number;
  }

  /// The target's own port.
  public int port() {
    return raw.getLocalPort();
  }

  /// Reads whatever has come, at least one byte of it.
  ///
  /// @throws IOException also when the peer has closed
  public byte[] read() throws IOException {
    var some = new byte[LONGEST_HEAD];
    int length = spoken.getInputStream().read(some);
    if (length < 0) {
      throw new IOException("the peer has closed");
    }
    return Arrays.copyOf(some, length);
  }

  /// Asks the peer of TLS 1.3 to change keys, once more at each call.
  public void changeKeys() throws IOException {
    ((SSLSocket) spoken).startHandshake();
  }

  /// Reads one HTTP request, logs it, and returns it.
  ///
  /// @throws IOException also when the peer closes before the request is complete
  public Arrival request() throws IOException {
    String[] lines = head().split("\r\n");
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    var body = new String(spoken.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    var arrival = new Arrival(System.nanoTime(), lines[0], headers, body, number);
    log.accept(arrival);
    return arrival;
  }

  /// Reads a line of Latin letters and returns it without its end.
  ///
  /// @throws IOException also when the peer closes before its end
  public String line() throws IOException {
    var line = new ByteArrayOutputStream();
    int one = spoken.getInputStream().read();
    while (one != '\n') {
      if (one < 0 || line.size() > LONGEST_HEAD) {
        throw new IOException("no whole line came: " + line.size() + " bytes");
      }
      line.write(one);
      one = spoken.getInputStream().read();
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /// Reads so many bytes, one a character.
  ///
  /// @throws IOException also when the peer closes before
  public String bytes(int count) throws IOException {
    byte[] bytes = spoken.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new IOException("only " + bytes.length + " of " + count + " bytes came");
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// From now on speaks TLS, showing this certificate.
  public void shakeHands(Certificate certificate) throws IOException {
    spoken = TlsFront.showing(certificate).spoken(spoken);
  }

  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// From now on, as long as it speaks in the clear, each byte goes out alone, a pause before it.
  public Wire inPieces(Duration pauseBefore) {
    pause = pauseBefore;
    return this;
  }

  public void write(byte[] bytes) throws IOException {
    if (!pause.isZero() && !(spoken instanceof SSLSocket)) {
      for (byte one : bytes) {
        LockSupport.parkNanos(pause.toNanos());
        spoken.getOutputStream().write(one);
        sent.incrementAndGet();
      }
      return;
    }
    spoken.getOutputStream().write(bytes);
    spoken.getOutputStream().flush();
    sent.addAndGet(bytes.length);
  }

  /// Writes a text one byte at a time, a pause after each.
  public void drip(String text, Duration pause) throws IOException, InterruptedException {
    for (byte one : text.getBytes(StandardCharsets.ISO_8859_1)) {
      write(new byte[] {one});
      Thread.sleep(pause);
    }
  }

  /// Does nothing more until the peer closes.
  public void hang() throws IOException {
    while (spoken.getInputStream().read() >= 0) {
      // what comes is of no interest
    }
  }

  /// Says no more, and listens on.
  public void halfClose() throws IOException {
    raw.shutdownOutput();
  }

  /// Ends the connection by RST.
  public void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  private String head() throws IOException {
    var head = new ByteArrayOutputStream();
    int ended = 0;
    while (ended < 4) {
      int one = spoken.getInputStream().read();
      if (one < 0 || head.size() > LONGEST_HEAD) {
        throw new IOException("no whole request came: " + head.size() + " bytes");
      }
      head.write(one);
      ended = one == "\r\n\r\n".charAt(ended) ? ended + 1 : one == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }
}
