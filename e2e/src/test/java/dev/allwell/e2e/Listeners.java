package dev.allwell.e2e;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// A program that listens on an address (the first argument) at as many ports as the second says,
/// prints them, and takes connections until its input ends.
final class Listeners {
  private Listeners() {}

  public static void main(String[] words) throws Exception {
    var address = InetAddress.getByName(words[0]);
    List<ServerSocket> sockets = new ArrayList<>();
    var ports = new StringBuilder("ports");
    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
      var socket = new ServerSocket(0, 64, address);
      sockets.add(socket);
      ports.append(' ').append(socket.getLocalPort());
      Thread.ofVirtual()
          .start(() -> {
            while (!socket.isClosed()) {
              try (var peer = socket.accept()) {
                peer.getInputStream().read();
              } catch (java.io.IOException gone) {
                continue; // the peer's business
              }
            }
          });
    }
    System.out.println(ports);
    while (System.in.read() >= 0) {
      continue;
    }
  }
}
