package dev.allwell.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// A TCP server on 127.0.0.1 that plays a [Script] on each connection, with TLS or without, and
/// keeps its own log of what arrived. One virtual thread a connection.
public final class SickTarget implements AutoCloseable {
  /// A crowd that calls for minutes would fill the memory with its log.
  private static final int MOST_LOGGED = 1000;

  private final Acceptor acceptor = new Acceptor();
  private final Script script;
  private final @Nullable SSLContext tlsOrNull;
  private final List<String> protocols;
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicInteger logged = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();

  private SickTarget(Script script, @Nullable SSLContext tlsOrNull, List<String> protocols) {
    this.script = script;
    this.tlsOrNull = tlsOrNull;
    this.protocols = protocols;
  }

  /// A running target that speaks plainly.
  public static SickTarget playing(Script script) {
    return new SickTarget(script, null, List.of()).run();
  }

  /// A running target that shakes hands first; a failed handshake ends that connection.
  public static SickTarget playingOverTls(Certificate certificate, Script script) {
    return playingOverTls(certificate, List.of(), script);
  }

  /// As the other, agreeing on the first of these protocols that the peer offers (ALPN).
  public static SickTarget playingOverTls(
      Certificate certificate, List<String> protocols, Script script) {
    return new SickTarget(script, certificate.server(), List.copyOf(protocols)).run();
  }

  public String host() {
    return acceptor.host();
  }

  public int port() {
    return acceptor.port();
  }

  /// Requests that were read to the end, in order of arrival; the first thousand of them.
  public List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /// How many connections were accepted so far.
  public int accepted() {
    return acceptor.accepted();
  }

  /// How many of those have ended, by whichever side.
  public int ended() {
    return ended.get();
  }

  /// How many connections are gone for good: closed by the peer, whatever the script did, or reset
  /// by either side. What is missing from [#accepted] is held open by the peer.
  public int left() {
    return acceptor.left();
  }

  /// How many bytes the kernel has taken from the scripts, over all connections: what the peers
  /// have read and what stands in buffers.
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    acceptor.close();
  }

  private SickTarget run() {
    acceptor.start("sick-target", this::serve);
    return this;
  }

  private void serve(Socket socket, int number) throws IOException {
    play(socket, number);
    ended.incrementAndGet();
    awaitLeaving(socket);
  }

  private void play(Socket socket, int number) {
    try {
      socket.setTcpNoDelay(true);
      script.play(new Wire(socket, spoken(socket), number, this::log, sent));
    } catch (IOException | InterruptedException gone) {
      // the peer went away, or the target was closed: either ends the play
    }
  }

  private void log(Arrival arrival) {
    if (logged.incrementAndGet() <= MOST_LOGGED) {
      arrivals.add(arrival);
    }
  }

  /// The script is over: says no more, and lets fall what comes until the peer closes.
  private static void awaitLeaving(Socket socket) throws IOException {
    if (!socket.isClosed()) {
      socket.shutdownOutput();
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }
  }

  private Socket spoken(Socket socket) throws IOException {
    if (tlsOrNull == null) {
      return socket;
    }
    var tls =
        (SSLSocket)
            tlsOrNull
                .getSocketFactory()
                .createSocket(socket, host(), socket.getPort(), /* autoClose= */ true);
    tls.setUseClientMode(false);
    if (!protocols.isEmpty()) {
      var parameters = tls.getSSLParameters();
      parameters.setApplicationProtocols(protocols.toArray(String[]::new));
      tls.setSSLParameters(parameters);
    }
    tls.startHandshake();
    return tls;
  }
}
