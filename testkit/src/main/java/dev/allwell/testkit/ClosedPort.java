package dev.allwell.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/// A TCP port of 127.0.0.1 at which nobody listens, nor will while it is held: it is bound, so that
/// it is given to nobody else. A connect to it is refused.
public final class ClosedPort implements AutoCloseable {
  private final Socket holding = new Socket();

  public ClosedPort() {
    try {
      holding.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int number() {
    return holding.getLocalPort();
  }

  @Override
  public void close() {
    try {
      holding.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
