package dev.allwell.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;

/// A program that listens on an address (the first argument) at as many ports as the second says,
/// prints them, and takes connections until its input ends.
final class Listeners {
  private Listeners() {}

  public static void main(String[] words) throws IOException {
    var address = InetAddress.getByName(words[0]);
    var ports = new StringBuilder("ports");
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      var socket = new ServerSocket(0, 64, address);
      ports.append(' ').append(socket.getLocalPort());
      Thread.ofVirtual().start(() -> listen(socket));
    }
    System.out.println(ports);
    System.in.transferTo(OutputStream.nullOutputStream());
  }

  private static void listen(ServerSocket socket) {
    while (!socket.isClosed()) {
      try (var peer = socket.accept()) {
        peer.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException gone) {
        // the peer's business: the next one is waited for
      }
    }
  }
}
