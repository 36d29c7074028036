package dev.allwell.testkit.sick;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

/// A UDP server on 127.0.0.1 that answers each question by the same rule, on one thread of its own.
final class NameServer implements AutoCloseable {
  private static final int LONGEST_QUESTION = 4096;

  private final DatagramSocket socket;
  private final Stand.Names names;

  NameServer(Stand.Names names) {
    this.names = names;
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("names-" + port()).start(this::answer);
  }

  int port() {
    return socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void answer() {
    var packet = new DatagramPacket(new byte[LONGEST_QUESTION], LONGEST_QUESTION);
    while (!socket.isClosed()) {
      try {
        packet.setLength(LONGEST_QUESTION);
        socket.receive(packet);
        List<byte[]> answers =
            names.answers().apply(Arrays.copyOf(packet.getData(), packet.getLength()));
        for (byte[] answer : answers) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        // closed while waiting, or whoever asked is gone: the loop's condition tells
      }
    }
  }
}
