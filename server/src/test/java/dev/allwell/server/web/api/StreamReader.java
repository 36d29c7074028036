package dev.allwell.server.web.api;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A reader of the live stream, as slow as the test wants.
final class StreamReader implements AutoCloseable {
  private final Socket socket = new Socket();
  private final BufferedReader lines;
  final Answer head;

  /// An event; a comment has the name of its colon.
  record Heard(String id, String event, String data) {
    JsonObject json() {
      return new JsonObject(data);
    }
  }

  /// @param room bytes that the kernel keeps for this reader; 0 for the usual
  StreamReader(int port, String target, int room, String... headers) throws IOException {
    if (room > 0) {
      socket.setReceiveBufferSize(room);
    }
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
    socket.setSoTimeout(60_000);
    var request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (var header : headers) {
      request.append(header).append("\r\n");
    }
    request.append("\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
    lines =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    var text = new StringBuilder();
    for (var line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
      text.append(line).append("\r\n");
    }
    head = Answer.parse(text + "\r\n");
  }

  StreamReader(int port, String target, String... headers) throws IOException {
    this(port, target, 0, headers);
  }

  /// The next event; its name is empty at the stream's end. Comments are let pass.
  Heard next() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (true) {
      var line = lines.readLine();
      if (line == null || line.equals("0")) {
        return new Heard("", "", "");
      }
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      }
      if (line.isEmpty() && fields.containsKey("data")) {
        return new Heard(
            fields.getOrDefault("id", ""),
            fields.getOrDefault("event", ""),
            fields.getOrDefault("data", ""));
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
