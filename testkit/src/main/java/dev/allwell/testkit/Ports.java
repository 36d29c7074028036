package dev.allwell.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports at which nobody listens.
public final class Ports {
  private Ports() {}

  /// A port of 127.0.0.1 that was free a moment ago: a connect to it is refused.
  public static int closed() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
