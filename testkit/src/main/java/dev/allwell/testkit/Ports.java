package dev.allwell.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports for programs that take a number and no socket.
public final class Ports {
  private Ports() {}

  /// A port of 127.0.0.1 that was free a moment ago; one that must stay so is a [ClosedPort].
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
