package dev.allwell.egress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A name server's datagrams through somebody else's hands: the first ones get lost, answers are
/// changed.
final class DnsRelay implements AutoCloseable {
  private final DatagramSocket front;
  private final InetSocketAddress server;
  private final UnaryOperator<byte[]> change;
  private final AtomicInteger losing;

  DnsRelay(InetSocketAddress server, int losing, UnaryOperator<byte[]> change) {
    this.server = server;
    this.change = change;
    this.losing = new AtomicInteger(losing);
    try {
      front = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("dns-relay").start(this::run);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(front.getLocalAddress(), front.getLocalPort());
  }

  @Override
  public void close() {
    front.close();
  }

  private void run() {
    var asked = new DatagramPacket(new byte[4096], 4096);
    while (!front.isClosed()) {
      try {
        asked.setLength(4096);
        front.receive(asked);
        if (losing.getAndDecrement() <= 0) {
          pass(asked);
        }
      } catch (IOException closed) {
        // closed while waiting: the loop's condition tells
      }
    }
  }

  private void pass(DatagramPacket asked) throws IOException {
    try (var back = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      back.setSoTimeout(5000);
      back.send(new DatagramPacket(asked.getData(), asked.getLength(), server));
      var answer = new DatagramPacket(new byte[4096], 4096);
      back.receive(answer);
      byte[] changed = change.apply(Arrays.copyOf(answer.getData(), answer.getLength()));
      front.send(new DatagramPacket(changed, changed.length, asked.getSocketAddress()));
    }
  }
}
