package dev.allwell.server.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A bare connection to the server: what is sent is sent as it is.
final class Wire implements AutoCloseable {
  private final Socket socket = new Socket();

  Wire(InetSocketAddress server) throws IOException {
    socket.connect(server, 5_000);
    socket.setSoTimeout(20_000);
  }

  Wire send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  Wire send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /// Sends as long as it is taken; for what is refused before its end.
  Wire sendWhatIsTaken(byte[] bytes) {
    try {
      send(bytes);
    } catch (IOException e) {
      // the other side closed, as it may
    }
    return this;
  }

  Wire endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /// Reads up to the end of the stream; a reset ends it too.
  String readAll() throws IOException {
    var all = new ByteArrayOutputStream();
    var chunk = new byte[8192];
    try {
      for (int n; (n = socket.getInputStream().read(chunk)) >= 0; ) {
        all.write(chunk, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      all.writeBytes("<reset>".getBytes(StandardCharsets.UTF_8));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// Reads one answer with a Content-Length, and leaves the connection open.
  String readOne() throws IOException {
    var all = new ByteArrayOutputStream();
    int end = -1;
    while (end < 0) {
      all.write(next());
      end = all.toString(StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    }
    var head = all.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int at = head.indexOf("content-length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)));
    for (int i = 0; i < length; i++) {
      all.write(next());
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /// Reads the status of an answer, and leaves the rest of it where it is.
  int readStatus() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int octet = next(); octet != '\r'; octet = next()) {
      line.write(octet);
    }
    return Integer.parseInt(line.toString(StandardCharsets.ISO_8859_1).split(" ", 3)[1]);
  }

  private int next() throws IOException {
    int octet = socket.getInputStream().read();
    if (octet < 0) {
      throw new IOException("the connection ended inside an answer");
    }
    return octet;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
