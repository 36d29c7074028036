package dev.allwell.server.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A client of the live stream on a bare socket: it reads when it is told to, and not before.
final class EventWire implements AutoCloseable {
  static final Came END = new Came("", "end of stream", "");

  private final Socket socket = new Socket();
  private final InputStream in;
  private final Deque<String> lines = new ArrayDeque<>();
  private String half = "";
  private boolean ended;
  private String lastId = "";

  /// The head of the answer.
  final String head;

  /// An event as it came.
  record Came(String id, String name, String data) {}

  /// @param receiveBuffer bytes that the operating system may hold for it; 0 for as many as it
  ///   likes
  EventWire(InetSocketAddress server, String target, int receiveBuffer, String... headers)
      throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.connect(server, 30_000);
    socket.setSoTimeout(60_000);
    in = new BufferedInputStream(socket.getInputStream());
    var request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
    for (var header : headers) {
      request += header + "\r\n";
    }
    socket.getOutputStream().write((request + "\r\n").getBytes(ISO_8859_1));
    var read = new ArrayList<String>();
    for (var line = headLine(); !line.isEmpty(); line = headLine()) {
      read.add(line);
    }
    head = String.join("\n", read);
  }

  /// The id that a browser would hand in now.
  String lastId() {
    return lastId;
  }

  /// The next event that has data; [#END] at the end of the stream.
  Came next() throws IOException {
    var name = "message";
    var data = "";
    for (var line = line(); line != null; line = line()) {
      if (line.startsWith("id: ")) {
        lastId = line.substring(4);
      } else if (line.startsWith("event: ")) {
        name = line.substring(7);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty()) {
        if (!data.isEmpty()) {
          return new Came(lastId, name, data);
        }
        name = "message";
      }
    }
    return END;
  }

  List<Came> next(int events) throws IOException {
    var all = new ArrayList<Came>();
    while (all.size() < events) {
      all.add(next());
    }
    return all;
  }

  /// The next line of the text; null at its end.
  String line() throws IOException {
    while (lines.isEmpty() && !ended) {
      chunk();
    }
    return lines.poll();
  }

  private void chunk() throws IOException {
    int length = Integer.parseInt(headLine(), 16);
    if (length == 0) {
      ended = true;
      return;
    }
    var text = half + new String(in.readNBytes(length), UTF_8);
    headLine();
    int last = text.lastIndexOf('\n') + 1;
    half = text.substring(last);
    lines.addAll(text.substring(0, last).lines().toList());
  }

  private String headLine() throws IOException {
    var line = new StringBuilder();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new IOException("the connection ended");
      }
      line.append((char) octet);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
