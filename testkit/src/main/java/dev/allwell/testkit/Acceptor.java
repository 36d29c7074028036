package dev.allwell.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A port of 127.0.0.1 that is listened on, and the connections to it: each is served by a virtual
/// thread of its own, and all of them end with it.
final class Acceptor implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();

  /// One that nobody serves yet.
  Acceptor() {
    try {
      server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is done with a connection; when it ends, however, so does the connection, and no other.
  @FunctionalInterface
  interface Service {
    /// Serves one; may block.
    ///
    /// @param number of the connection, from 1
    void serve(Socket socket, int number) throws IOException;
  }

  /// Serves whoever connects from now on.
  ///
  /// @param name of the thread that listens
  void start(String name, Service service) {
    Thread.ofVirtual().name(name + "-" + port()).start(() -> accept(service));
  }

  String host() {
    return server.getInetAddress().getHostAddress();
  }

  int port() {
    return server.getLocalPort();
  }

  /// How many connections were accepted so far.
  int accepted() {
    return accepted.get();
  }

  /// How many of those are over.
  int left() {
    return left.get();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(Service service) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        int number = accepted.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(service, socket, number));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Service service, Socket socket, int number) {
    try (socket) {
      if (!server.isClosed()) { // or it may have been closed before it knew of this one
        service.serve(socket, number);
      }
    } catch (IOException gone) {
      // the peer went away, or this was closed: either ends the connection
    } finally {
      open.remove(socket);
      left.incrementAndGet();
    }
  }
}
