package dev.allwell.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A server on 127.0.0.1 that shakes hands as its [TlsFront] does, says `welcome`, and waits for
/// the peer to leave.
public final class TlsTarget implements AutoCloseable {
  private static final byte[] WELCOME = "welcome".getBytes(StandardCharsets.US_ASCII);

  private final TlsFront front;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public TlsTarget(TlsFront front) {
    this.front = front;
    try {
      server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("tls-target-" + port()).start(this::accept);
  }

  public String host() {
    return server.getInetAddress().getHostAddress();
  }

  public int port() {
    return server.getLocalPort();
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

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    try (socket) {
      var spoken = front.spoken(socket);
      spoken.getOutputStream().write(WELCOME);
      spoken.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // the peer went away or was refused: either ends this connection alone
    } finally {
      open.remove(socket);
    }
  }
}
