package dev.allwell.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A server on 127.0.0.1 that shakes hands as its [TlsFront] does, says `welcome`, and waits for
/// the peer to leave.
public final class TlsTarget implements AutoCloseable {
  private static final byte[] WELCOME = "welcome".getBytes(StandardCharsets.US_ASCII);

  private final TlsFront front;
  private final Acceptor acceptor = new Acceptor();

  public TlsTarget(TlsFront front) {
    this.front = front;
    acceptor.start("tls-target", (socket, _) -> serve(socket));
  }

  public String host() {
    return acceptor.host();
  }

  public int port() {
    return acceptor.port();
  }

  @Override
  public void close() {
    acceptor.close();
  }

  private void serve(Socket socket) throws IOException {
    var spoken = front.spoken(socket);
    spoken.getOutputStream().write(WELCOME);
    spoken.getInputStream().transferTo(OutputStream.nullOutputStream());
  }
}
